package io.framelog.worker.demux;

import io.framelog.media.container.packet.PacketStreamWriter;

/**
 * Unwraps timestamps: MPEG-TS has 33 bits at 90 kHz, 26.5 hours. Each time becomes the value
 * nearest to the previous time of any track, so that all tracks of a container wrap together.
 */
final class TimeUnwrapper {
  private final int bits;
  private long last = PacketStreamWriter.UNKNOWN_TIME;

  /**
   * @param bits of the container's timestamps, 1..64
   */
  TimeUnwrapper(int bits) {
    this.bits = bits;
  }

  /** Returns the time without wraps; an unknown time stays unknown. */
  long unwrap(long time) {
    if (bits == 64 || time == PacketStreamWriter.UNKNOWN_TIME) {
      return time;
    }
    if (last == PacketStreamWriter.UNKNOWN_TIME) {
      last = time;
      return time;
    }
    int unused = 64 - bits;
    // The difference as a signed number of the given number of bits.
    last += (time - last) << unused >> unused;
    return last;
  }
}
