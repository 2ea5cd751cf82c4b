package io.framelog.worker.demux;

import io.framelog.media.container.packet.PacketStreamWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the first packets of a container, in order, until its tracks are announced. Bounded in
 * number, bytes and media time: nothing may be added once {@link #isFull}. Not thread-safe.
 */
final class HeldPackets {
  private static final int MAX_PACKETS = 256;
  private static final long MAX_BYTES = 8 << 20;

  /** Longest media time to wait for a track that the container does not announce. */
  private static final double MAX_SECONDS = 0.5;

  private static final long NO_TIME = Long.MIN_VALUE;

  /**
   * @param nanos the packet's time; {@link #NO_TIME} when unknown
   */
  private record Held(DemuxedPacket packet, long nanos) {
    double seconds() {
      return nanos == NO_TIME ? 0 : nanos / 1e9;
    }
  }

  private final Deque<Held> packets = new ArrayDeque<>();
  private long bytes;

  /**
   * @param base time base of the packet
   */
  void add(DemuxedPacket packet, AVRational base) {
    long time = packet.time();
    boolean isKnown = time != PacketStreamWriter.UNKNOWN_TIME;
    packets.add(new Held(packet.copy(), isKnown ? LinkTimes.nanos(time, base) : NO_TIME));
    bytes += packet.data().remaining();
  }

  /** Whether a bound is reached. */
  boolean isFull() {
    return packets.size() >= MAX_PACKETS
        || bytes >= MAX_BYTES
        || (!packets.isEmpty()
            && packets.getLast().seconds() - packets.getFirst().seconds() >= MAX_SECONDS);
  }

  /** The earliest time of all, nanoseconds; 0 when none has one. */
  long earliestNanos() {
    return packets.stream()
        .mapToLong(Held::nanos)
        .filter(nanos -> nanos != NO_TIME)
        .min()
        .orElse(0);
  }

  /** Takes the first packet out; null when there is none. */
  @Nullable DemuxedPacket poll() {
    Held first = packets.poll();
    return first == null ? null : first.packet();
  }
}
