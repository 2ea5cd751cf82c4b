/** Random failures during hours of publishing and watching; run by {@code benchmarks/soak}. */
@NullMarked
package io.framelog.it.soak;

import org.jspecify.annotations.NullMarked;
