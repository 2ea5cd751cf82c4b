package io.framelog.worker.demux;

import static io.framelog.media.container.packet.PacketStreamWriter.UNKNOWN_TIME;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * Shifts the times of each link of a chain to follow the previous link: a link's own times can
 * begin at any value, usually 0. The first link keeps its times. Not thread-safe.
 */
final class LinkTimes {
  private static final long NANOS = 1_000_000_000;

  /** The end of each stream of the current link, ticks of its time base. */
  private final Map<Integer, Long> next = new HashMap<>();

  private boolean isChained;
  private long linkNanos;
  private long shiftNanos;
  private long endNanos;

  /** Starts the next link. */
  void nextLink() {
    isChained = true;
    next.clear();
    linkNanos = endNanos;
    shiftNanos = endNanos;
  }

  /**
   * Sets the start of the current link.
   *
   * @param startNanos the earliest first time of its tracks
   */
  void linkBegins(long startNanos) {
    shiftNanos = linkNanos - startNanos;
  }

  /**
   * The packet with its times after the previous link. Must be called for every packet, in order.
   */
  DemuxedPacket placed(DemuxedPacket packet, AVRational base) {
    long dts = packet.dts();
    long pts = packet.pts();
    if (isChained) {
      dts = shifted(dts, base);
      pts = shifted(pts, base);
      if (dts == UNKNOWN_TIME && pts == UNKNOWN_TIME && !next.containsKey(packet.stream())) {
        pts = ticks(linkNanos, base);
      }
    }
    long from = dts == UNKNOWN_TIME ? pts : dts;
    if (from == UNKNOWN_TIME) {
      from = next.getOrDefault(packet.stream(), 0L);
    }
    long end = from + packet.duration();
    next.put(packet.stream(), end);
    endNanos = Math.max(endNanos, nanos(end, base));
    return new DemuxedPacket(
        packet.stream(), dts, pts, packet.duration(), packet.key(), packet.data());
  }

  private long shifted(long time, AVRational base) {
    return time == UNKNOWN_TIME ? time : time + ticks(shiftNanos, base);
  }

  /** Ticks of a time base as nanoseconds, rounded. */
  static long nanos(long ticks, AVRational base) {
    return av_rescale(ticks, NANOS * base.num(), base.den());
  }

  private static long ticks(long nanos, AVRational base) {
    return av_rescale(nanos, base.den(), NANOS * base.num());
  }
}
