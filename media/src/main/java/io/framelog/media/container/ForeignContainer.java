package io.framelog.media.container;

import java.nio.ByteBuffer;
import java.util.Optional;

/** A container that FFmpeg reads for us, told by its first bytes. */
public enum ForeignContainer {
  MPEG_TS("mpegts", "MPEG-TS"),
  FLV("flv", "FLV"),
  OGG("ogg", "Ogg"),
  ADTS("aac", "AAC in ADTS"),
  MP3("mp3", "MP3");

  /** How many first bytes tell a container. */
  public static final int HEAD_BYTES = 16;

  private final String ffmpegName;
  private final String label;

  ForeignContainer(String ffmpegName, String label) {
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
  public static Optional<ForeignContainer> of(ByteBuffer head) {
    byte[] bytes = new byte[head.remaining()];
    head.get(head.position(), bytes);
    String described = ForeignFormat.describe(bytes, bytes.length);
    for (ForeignContainer container : values()) {
      if (container.label.equals(described)) {
        return Optional.of(container);
      }
    }
    return Optional.empty();
  }
}
