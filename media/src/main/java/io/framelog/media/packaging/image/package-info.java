/** Images as they are: nothing to append, each replaces the one before. */
@NullMarked
package io.framelog.media.packaging.image;

import org.jspecify.annotations.NullMarked;
