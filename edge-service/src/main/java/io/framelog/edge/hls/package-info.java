/**
 * Low-Latency HLS (draft-pantos-hls-rfc8216bis): playlists that depend only on the log, and
 * immutable media under stable URLs.
 */
@NullMarked
package io.framelog.edge.hls;

import org.jspecify.annotations.NullMarked;
