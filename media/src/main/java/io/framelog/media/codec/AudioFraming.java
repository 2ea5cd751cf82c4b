package io.framelog.media.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Finds frames in a sequence of audio frames with headers. */
public enum AudioFraming {
  /** ISO/IEC 13818-7 §6.2. */
  ADTS(7) {
    @Override
    public @Nullable AudioFrame at(ByteBuffer run, int at) {
      return AdtsHeader.at(run, at);
    }
  },
  /** ISO/IEC 11172-3 §2.4.1 and 13818-3. */
  MPEG_LAYER_3(4) {
    @Override
    public @Nullable AudioFrame at(ByteBuffer run, int at) {
      return Mp3FrameHeader.at(run, at);
    }
  },
  /** "Opus in MPEG-TS" §4.2. */
  OPUS_CONTROL(2) {
    @Override
    public @Nullable AudioFrame at(ByteBuffer run, int at) {
      return OpusControlHeader.at(run, at);
    }
  };

  private final int headerBytes;

  AudioFraming(int headerBytes) {
    this.headerBytes = headerBytes;
  }

  /** Bytes of the shortest header. */
  public int headerBytes() {
    return headerBytes;
  }

  /**
   * Parses the frame with the header at an index; the frame may end after the buffer's limit.
   *
   * @param at at least {@link #headerBytes()} before the limit
   * @return null when there is no header
   */
  public abstract @Nullable AudioFrame at(ByteBuffer run, int at);

  /**
   * Searches a packet for a frame. Because arbitrary bytes can look like a header, it is only
   * accepted when another header follows the frame, or when the frame begins or ends with the
   * packet.
   *
   * @return the index of the header; -1 when there is none
   */
  public int find(ByteBuffer packet) {
    for (int at = packet.position(); packet.limit() - at >= headerBytes; at++) {
      AudioFrame frame = at(packet, at);
      if (frame != null) {
        int end = at + frame.frameBytes();
        boolean followed =
            packet.limit() - end >= headerBytes
                ? at(packet, end) != null
                : at == packet.position() || end == packet.limit();
        if (followed) {
          return at;
        }
      }
    }
    return -1;
  }
}
