/** Whether the page on scale says what the figures give. */
@NullMarked
package io.framelog.benchmarks.sizing;

import org.jspecify.annotations.NullMarked;
