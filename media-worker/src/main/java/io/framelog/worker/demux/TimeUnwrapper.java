package io.framelog.worker.demux;

import io.framelog.media.container.packet.PacketStreamWriter;

/**
 * Makes times that wrap go on: MPEG-TS counts 33 bits of 90 kHz, 26.5 hours. A time is taken for
 * the nearest to the one before, of whichever track, so that all tracks of a container wrap
 * together.
 */
final class TimeUnwrapper {
  private final int bits;
  private long last = PacketStreamWriter.UNKNOWN_TIME;

  /**
   * @param bits of the container's times, 1..64
   */
  TimeUnwrapper(int bits) {
    this.bits = bits;
  }

  /** The time without wraps; an unknown one stays unknown. */
  long unwrap(long time) {
    if (bits == 64 || time == PacketStreamWriter.UNKNOWN_TIME) {
      return time;
    }
    if (last == PacketStreamWriter.UNKNOWN_TIME) {
      last = time;
      return time;
    }
    int unused = 64 - bits;
    // The difference as a signed number of so many bits.
    last += (time - last) << unused >> unused;
    return last;
  }
}
