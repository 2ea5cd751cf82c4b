package io.framelog.media.container;

import java.nio.ByteBuffer;
import java.util.Optional;

/** A container that FFmpeg reads for us, told by its first bytes. */
public enum FfmpegContainer {
  MPEG_TS("mpegts", "MPEG-TS"),
  FLV("flv", "FLV"),
  OGG("ogg", "Ogg"),
  ADTS("aac", "AAC in ADTS"),
  MP3("mp3", "MP3");

  /** How many first bytes tell a container. */
  public static final int HEAD_BYTES = 16;

  /** How many first bytes tell MPEG-TS that begins within a packet. */
  public static final int LONG_HEAD_BYTES = 580;

  private static final int SYNC = 0x47;

  /** Bytes of a packet: plain, or with the arrival time of M2TS. */
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

  /** For people. */
  public String label() {
    return label;
  }

  /**
   * The container that begins so.
   *
   * @param head {@link #HEAD_BYTES}, or all there are
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
   * The container of bytes that do not begin with it: MPEG-TS that is joined within a packet, where
   * the sync byte stands once a packet (ISO/IEC 13818-1 §2.4.3.2).
   *
   * @param head {@link #LONG_HEAD_BYTES}
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
