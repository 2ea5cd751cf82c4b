/** Measures Framelog's latency between a publisher's socket write and a viewer's socket read. */
@NullMarked
package io.framelog.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
