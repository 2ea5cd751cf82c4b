/** Cuts samples into chunks and parts, and places them on the stream's timeline. */
@NullMarked
package io.framelog.media.chunk;

import org.jspecify.annotations.NullMarked;
