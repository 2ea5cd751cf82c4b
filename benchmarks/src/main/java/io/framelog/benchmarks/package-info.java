/**
 * Microbenchmarks of the hot paths; run with {@code java -jar benchmarks/target/benchmarks.jar}.
 */
@NullMarked
package io.framelog.benchmarks;

import org.jspecify.annotations.NullMarked;
