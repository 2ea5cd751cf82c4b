/** The packet stream of a media worker: wire format, and conversion to samples. */
@NullMarked
package io.framelog.media.container.packet;

import org.jspecify.annotations.NullMarked;
