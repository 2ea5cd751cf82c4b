/** Transcoding of publishers' audio tracks that Framelog does not carry, by media workers. */
@NullMarked
package io.framelog.ingest.transcode;

import org.jspecify.annotations.NullMarked;
