/** Calculates the machines for a number of streams and viewers from the measured figures. */
@NullMarked
package io.framelog.benchmarks.sizing;

import org.jspecify.annotations.NullMarked;
