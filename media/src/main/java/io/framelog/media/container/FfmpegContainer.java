package io.framelog.media.container;

import java.nio.ByteBuffer;
import java.util.Optional;

/** A container that is demuxed by FFmpeg, and its detection by the first bytes. */
public enum FfmpegContainer {
  MPEG_TS("mpegts", "MPEG-TS"),
  FLV("flv", "FLV"),
  OGG("ogg", "Ogg"),
  ADTS("aac", "AAC in ADTS"),
  MP3("mp3", "MP3");

  /** Number of first bytes needed to detect a container. */
  public static final int HEAD_BYTES = 16;

  /** Number of first bytes needed to detect MPEG-TS that begins within a packet. */
  public static final int LONG_HEAD_BYTES = 580;

  private static final int SYNC = 0x47;

  /** Bytes of a packet: plain, or with M2TS arrival time. */
  private static final int[] PACKETS = {188, 192};

  private static final int SYNCS = 3;

  private final String ffmpegName;
  private final String label;

  FfmpegContainer(String ffmpegName, String label) {
    this.ffmpegName = ffmpegName;
    this.label = label;
  }

  /** FFmpeg's name of the format. */
  public String ffmpegName() {
    return ffmpegName;
  }

  /** Name for messages. */
  public String label() {
    return label;
  }

  /**
   * Detects the container that begins with these bytes.
   *
   * @param head {@link #HEAD_BYTES} bytes, or fewer if the stream is shorter
   */
  public static Optional<FfmpegContainer> of(ByteBuffer head) {
    byte[] bytes = new byte[head.remaining()];
    head.get(head.position(), bytes);
    String described = ForeignFormat.describe(bytes, bytes.length);
    for (FfmpegContainer container : values()) {
      if (container.label.equals(described)) {
        return Optional.of(container);
      }
    }
    return Optional.empty();
  }

  /**
   * Detects a container that does not begin at the first byte: MPEG-TS that was joined within a
   * packet, by the sync byte of each packet (ISO/IEC 13818-1 §2.4.3.2).
   *
   * @param head {@link #LONG_HEAD_BYTES} bytes
   */
  public static Optional<FfmpegContainer> within(ByteBuffer head) {
    for (int packet : PACKETS) {
      for (int first = 0; first < packet; first++) {
        if (isInStep(head, first, packet)) {
          return Optional.of(MPEG_TS);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isInStep(ByteBuffer head, int first, int packet) {
    for (int at = first; at < first + SYNCS * packet; at += packet) {
      if (at >= head.remaining() || (head.get(head.position() + at) & 0xff) != SYNC) {
        return false;
      }
    }
    return true;
  }
}
