/**
 * Low-Latency HLS (draft-pantos-hls-rfc8216bis): playlists that are a function of the log alone,
 * and media under addresses that never change.
 */
@NullMarked
package io.framelog.edge.hls;

import org.jspecify.annotations.NullMarked;
