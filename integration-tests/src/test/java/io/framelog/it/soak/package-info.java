/** Hours of random failures under publishers and viewers; run by {@code benchmarks/soak}. */
@NullMarked
package io.framelog.it.soak;

import org.jspecify.annotations.NullMarked;
