/** Cuts at keyframes, numbers chunks and parts, owns the timeline. */
@NullMarked
package io.framelog.media.chunk;

import org.jspecify.annotations.NullMarked;
