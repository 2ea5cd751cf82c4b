package io.framelog.ingest.session;

import io.framelog.controlplane.StreamLimits;
import io.framelog.ingest.PublisherLimits;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.SourceEnd;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Enforces the node's limits on one publisher and, once its stream is known, the stream's limits.
 * Times are {@link io.framelog.ingest.source.EventLoop#nanoTime()}. One thread.
 */
final class LimitWatch {
  private PublisherLimits limits;
  private @Nullable TokenBucket bits;
  private long creditedNanos;

  LimitWatch(PublisherLimits node, long now) {
    limits = node;
    bits = bits(now);
  }

  /** The limits of this publisher. */
  PublisherLimits limits() {
    return limits;
  }

  /** The stream is known; its limits apply from now on. */
  void enter(StreamLimits stream, long now) {
    long before = limits.bitrate();
    limits = limits.within(stream);
    if (limits.bitrate() != before) {
      bits = bits(now);
    }
  }

  private @Nullable TokenBucket bits(long now) {
    long bitrate = limits.bitrate();
    return bitrate == 0
        ? null
        : new TokenBucket(bitrate, bitrate * limits.bitrateWindow().toMillis() / 1e3, now);
  }

  /**
   * Bytes were received.
   *
   * @param heldNanos total time in which the source was paused, ns: what the publisher sends to
   *     catch up does not count
   */
  Optional<SourceEnd> read(int bytes, long heldNanos, long now) {
    if (bits == null) {
      return Optional.empty();
    }
    bits.credit(heldNanos - creditedNanos);
    creditedNanos = heldNanos;
    if (bits.take(8.0 * bytes, now)) {
      return Optional.empty();
    }
    return Optional.of(
        new SourceEnd(
            EndReason.BITRATE_EXCEEDED,
            "more than "
                + limits.bitrate()
                + " bits a second, averaged over "
                + limits.bitrateWindow().toMillis()
                + " ms"));
  }

  /**
   * The container's header is complete.
   *
   * @param headerBytes read until then
   */
  Optional<SourceEnd> header(long headerBytes) {
    return headerBytes <= limits.headerBytes()
        ? Optional.empty()
        : exceeded("a header of " + headerBytes + " bytes", limits.headerBytes());
  }

  /** Tracks were announced. */
  Optional<SourceEnd> tracks(int count) {
    return count <= limits.tracks()
        ? Optional.empty()
        : exceeded(count + " tracks", limits.tracks());
  }

  private static Optional<SourceEnd> exceeded(String what, int most) {
    return Optional.of(
        new SourceEnd(
            EndReason.LIMIT_EXCEEDED,
            "the container has " + what + ", expected at most " + most + " in this stream"));
  }
}
