package io.framelog.media.container.packet;

import static io.framelog.media.container.ContainerException.Reason.MALFORMED;
import static io.framelog.media.container.packet.PacketStreamWriter.UNKNOWN_TIME;

import io.framelog.media.container.ContainerException;

/**
 * Converts a packet's times to ticks of {@code 1 / time base denominator} and fills in those that
 * the container omits: a packet without times follows the previous one. Call {@link #advance}
 * first, then read the times.
 */
final class PacketClock {
  private final long numerator;
  private long dts;
  private long pts;
  private long duration;
  private long next;

  PacketClock(PacketTrack track) {
    this.numerator = track.timeBaseNumerator();
  }

  void advance(Packet packet) {
    try {
      duration = Math.multiplyExact(Math.max(0, packet.duration()), numerator);
      dts = ticks(packet.dts() == UNKNOWN_TIME ? packet.pts() : packet.dts());
      pts = packet.pts() == UNKNOWN_TIME ? dts : ticks(packet.pts());
      next = Math.addExact(dts, duration);
    } catch (ArithmeticException e) {
      throw new ContainerException(MALFORMED, 0, "a packet's time does not fit into 64 bits", e);
    }
  }

  private long ticks(long time) {
    return time == UNKNOWN_TIME ? next : Math.multiplyExact(time, numerator);
  }

  long dts() {
    return dts;
  }

  long pts() {
    return pts;
  }

  /** Duration of the packet, ticks; 0 when unknown. */
  long duration() {
    return duration;
  }
}
