/** What an ingest node costs a stream, beside a sink that only reads. */
@NullMarked
package io.framelog.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
