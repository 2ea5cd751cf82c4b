package io.framelog.worker.demux;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An MPEG-TS whose streams end where the program map no longer lists them. A PES packet of unknown
 * length, which most video uses, ends where the next one of its PID begins: when a PID ends, FFmpeg
 * would hold its last picture until the PID is used again, or until the container ends. This class
 * inserts the beginning of a PES packet before the map that no longer lists the PID, or lists it
 * with another stream type. All other bytes stay unchanged (ISO/IEC 13818-1 §2.4.3).
 *
 * <pre>
 *   in   PMT(256) 256 256 256       PMT(512) 512 512 …
 *   out  PMT(256) 256 256 256 [256] PMT(512) 512 512 …
 * </pre>
 *
 * Packets have 188 bytes. When a sync byte is missing, bytes pass unchanged up to the next one. At
 * most one packet is buffered. Not thread-safe.
 */
final class TransportStreamInput extends InputStream {
  static final int PACKET_BYTES = 188;

  private static final int SYNC = 0x47;
  private static final int CHUNK_BYTES = 32 << 10;

  private final InputStream in;
  private final ProgramMaps maps = new ProgramMaps();
  private final ServiceNames services = new ServiceNames();
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private int chunkAt;
  private int chunkEnd;

  private final byte[] packet = new byte[PACKET_BYTES];
  private int packetLength;
  private boolean inStep;

  /** The bytes to return next; {@link #packet} must not change until all are read. */
  private byte[] ready = new byte[0];

  private int readyAt;

  TransportStreamInput(InputStream in) {
    this.in = in;
  }

  /** The name of the first named service so far; null while none is known. */
  @Nullable String serviceName() {
    return services.name();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int copied = 0;
    while (copied < length) {
      if (readyAt < ready.length) {
        int count = Math.min(length - copied, ready.length - readyAt);
        System.arraycopy(ready, readyAt, into, offset + copied, count);
        readyAt += count;
        copied += count;
      } else if (chunkAt < chunkEnd) {
        take();
      } else if (copied > 0) {
        return copied;
      } else {
        chunkAt = 0;
        chunkEnd = in.read(chunk, 0, CHUNK_BYTES);
        if (chunkEnd < 0 && packetLength == 0) {
          return -1;
        }
        if (chunkEnd < 0) {
          handOn(Arrays.copyOf(packet, packetLength));
          packetLength = 0;
        }
      }
    }
    return copied;
  }

  /** Consumes bytes of the chunk, up to the end of one packet. */
  private void take() {
    if (packetLength == 0 && (chunk[chunkAt] & 0xff) != SYNC) {
      int from = chunkAt;
      while (chunkAt < chunkEnd && (chunk[chunkAt] & 0xff) != SYNC) {
        chunkAt++;
      }
      inStep = false;
      handOn(Arrays.copyOfRange(chunk, from, chunkAt));
      return;
    }
    int count = Math.min(PACKET_BYTES - packetLength, chunkEnd - chunkAt);
    System.arraycopy(chunk, chunkAt, packet, packetLength, count);
    chunkAt += count;
    packetLength += count;
    if (packetLength == PACKET_BYTES) {
      packetLength = 0;
      List<byte[]> ends = maps.endsBefore(packet);
      services.packet(packet);
      // Only for consecutive packets of 188 bytes: FFmpeg also supports other packet sizes.
      handOn(inStep && !ends.isEmpty() ? joined(ends) : packet);
      inStep = true;
    }
  }

  private byte[] joined(List<byte[]> ends) {
    byte[] all = new byte[(ends.size() + 1) * PACKET_BYTES];
    for (int i = 0; i < ends.size(); i++) {
      System.arraycopy(ends.get(i), 0, all, i * PACKET_BYTES, PACKET_BYTES);
    }
    System.arraycopy(packet, 0, all, ends.size() * PACKET_BYTES, PACKET_BYTES);
    return all;
  }

  private void handOn(byte[] bytes) {
    ready = bytes;
    readyAt = 0;
  }
}
