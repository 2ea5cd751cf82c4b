/** Parses codec configurations and frames: codec strings, keyframes, reordering. */
@NullMarked
package io.framelog.media.codec;

import org.jspecify.annotations.NullMarked;
