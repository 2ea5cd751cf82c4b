/**
 * Publishers whose every frame can be told, checked and timed at a viewer, and the bare Netty
 * server an edge is compared with.
 */
@NullMarked
package io.framelog.benchmarks.fanout;

import org.jspecify.annotations.NullMarked;
