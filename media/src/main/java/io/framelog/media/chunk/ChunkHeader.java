package io.framelog.media.chunk;

import io.framelog.media.Track;
import io.framelog.media.packaging.InitSegment;
import java.util.List;

/**
 * Precedes every chunk.
 *
 * @param chunk number, counted over the whole stream
 * @param discontinuities changes of session or init segment so far
 * @param initSegment MIME type and init bytes
 * @param codecStrings RFC 6381 string of each track, in the order of {@code tracks}
 * @param tracks the tracks in the parts that follow
 * @param wallClockMs arrival time of the chunk's first sample, ms since 1970
 * @param spacingMs longest time between two arrivals of the session's media in the last seconds, up
 *     to this chunk's first sample, ms; 0 when unknown
 */
public record ChunkHeader(
    long chunk,
    int discontinuities,
    InitSegment initSegment,
    List<String> codecStrings,
    List<Track> tracks,
    long wallClockMs,
    long spacingMs) {
  public ChunkHeader {
    codecStrings = List.copyOf(codecStrings);
    tracks = List.copyOf(tracks);
  }
}
