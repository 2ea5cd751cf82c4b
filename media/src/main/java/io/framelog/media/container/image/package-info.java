/** JPEG and WebP images one after the other, each a keyframe of its own. */
@NullMarked
package io.framelog.media.container.image;

import org.jspecify.annotations.NullMarked;
