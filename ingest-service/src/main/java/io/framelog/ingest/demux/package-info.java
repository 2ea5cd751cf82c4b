/**
 * Takes containers apart: a publisher's bytes in, media events out, by a parser here or by FFmpeg
 * in a media worker.
 */
@NullMarked
package io.framelog.ingest.demux;

import org.jspecify.annotations.NullMarked;
