@NullMarked
package io.framelog.benchmarks.fanout;

import org.jspecify.annotations.NullMarked;
