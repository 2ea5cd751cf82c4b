/** What a codec's own configuration and frames say: codec strings, keyframes, reordering. */
@NullMarked
package io.framelog.media.codec;

import org.jspecify.annotations.NullMarked;
