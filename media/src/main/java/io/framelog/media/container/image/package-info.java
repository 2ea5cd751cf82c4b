/** Sequences of JPEG and WebP images; each image is a keyframe. */
@NullMarked
package io.framelog.media.container.image;

import org.jspecify.annotations.NullMarked;
