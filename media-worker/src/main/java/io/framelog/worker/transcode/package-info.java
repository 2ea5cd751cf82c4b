/** Transcodes audio of codecs that Framelog does not carry. */
@NullMarked
package io.framelog.worker.transcode;

import org.jspecify.annotations.NullMarked;
