/**
 * Demuxing of a publisher's bytes into media events, by a parser in this process or by FFmpeg in a
 * media worker.
 */
@NullMarked
package io.framelog.ingest.demux;

import org.jspecify.annotations.NullMarked;
