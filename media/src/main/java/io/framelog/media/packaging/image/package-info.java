/** Unchanged images, each of which replaces the previous one. */
@NullMarked
package io.framelog.media.packaging.image;

import org.jspecify.annotations.NullMarked;
