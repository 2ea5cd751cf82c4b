package io.framelog.worker.demux;

import io.framelog.media.Bytes;
import io.framelog.media.container.packet.PacketStreamWriter;
import java.nio.ByteBuffer;

/**
 * One packet of a container; times in its stream's time base, without wraps.
 *
 * @param stream index
 * @param duration 0 when unknown
 */
record DemuxedPacket(int stream, long dts, long pts, long duration, boolean key, ByteBuffer data) {
  /** The DTS, or the PTS when there is no DTS; may be unknown. */
  long time() {
    return dts == PacketStreamWriter.UNKNOWN_TIME ? pts : dts;
  }

  /** The same packet with a copy of its data. */
  DemuxedPacket copy() {
    return new DemuxedPacket(stream, dts, pts, duration, key, Bytes.copyOf(data).buffer());
  }
}
