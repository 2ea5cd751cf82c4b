/** Measures an ingest node's cost per stream, compared with a sink that only reads. */
@NullMarked
package io.framelog.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
