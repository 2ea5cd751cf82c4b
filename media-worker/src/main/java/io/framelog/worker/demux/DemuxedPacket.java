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
  /** When it is decoded, or shown where only that is known; may be unknown. */
  long time() {
    return dts == PacketStreamWriter.UNKNOWN_TIME ? pts : dts;
  }

  /** The same with data of its own. */
  DemuxedPacket copy() {
    return new DemuxedPacket(stream, dts, pts, duration, key, Bytes.copyOf(data).buffer());
  }
}
