/** Tests that the page on scale agrees with the figures. */
@NullMarked
package io.framelog.benchmarks.sizing;

import org.jspecify.annotations.NullMarked;
