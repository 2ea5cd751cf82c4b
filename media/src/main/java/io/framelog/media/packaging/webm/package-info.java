/** WebM output (RFC 9559), for the codecs that MP4 does not support. */
@NullMarked
package io.framelog.media.packaging.webm;

import org.jspecify.annotations.NullMarked;
