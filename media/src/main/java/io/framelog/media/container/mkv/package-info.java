/** Matroska and WebM (RFC 9559) as publishers send them. */
@NullMarked
package io.framelog.media.container.mkv;

import org.jspecify.annotations.NullMarked;
