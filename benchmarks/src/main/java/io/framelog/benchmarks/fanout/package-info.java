/**
 * Publishers whose frames a viewer can identify, check and time, and the plain Netty server with
 * which an edge is compared.
 */
@NullMarked
package io.framelog.benchmarks.fanout;

import org.jspecify.annotations.NullMarked;
