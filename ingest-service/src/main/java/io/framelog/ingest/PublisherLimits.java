package io.framelog.ingest;

import io.framelog.controlplane.ChunkLimit;
import io.framelog.controlplane.StreamLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one publisher may send.
 *
 * @param bitrate bits a second, averaged over the window; 0 for any
 * @param bitrateWindow 1 s to 5 min
 * @param headerBytes bytes before the first sample
 * @param tracks tracks in the container
 * @param gop largest GOP that is kept for viewers who join
 */
public record PublisherLimits(
    long bitrate, Duration bitrateWindow, int headerBytes, int tracks, ChunkLimit gop) {

  /** The stricter one of this node's and the stream's limit, for each limit. */
  public PublisherLimits within(StreamLimits stream) {
    Long streamBitrate = stream.bitrate();
    long narrowed = bitrate;
    if (streamBitrate != null) {
      narrowed = bitrate == 0 ? streamBitrate : Math.min(bitrate, streamBitrate);
    }
    return new PublisherLimits(
        narrowed,
        bitrateWindow,
        Math.toIntExact(narrower(headerBytes, stream.headerBytes(), 1)),
        Math.toIntExact(narrower(tracks, stream.tracks(), 1)),
        new ChunkLimit(
            narrower(gop.bytes(), stream.gopBytes(), 1),
            narrower(gop.durationUs(), stream.gopSeconds(), 1_000_000)));
  }

  private static long narrower(long mine, @Nullable Integer its, long unit) {
    return its == null ? mine : Math.min(mine, its * unit);
  }
}
