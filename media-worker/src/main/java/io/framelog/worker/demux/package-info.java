/** Demuxes containers with FFmpeg, without decoding. */
@NullMarked
package io.framelog.worker.demux;

import org.jspecify.annotations.NullMarked;
