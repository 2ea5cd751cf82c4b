/**
 * Frames that are encoded once, for WebSockets and HTTP bodies, and written to any number of
 * sockets without a copy.
 */
@NullMarked
package io.framelog.edge.frame;

import org.jspecify.annotations.NullMarked;
