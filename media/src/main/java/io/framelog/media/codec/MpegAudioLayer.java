package io.framelog.media.codec;

import java.nio.ByteBuffer;

/** Detects the layer of MPEG audio, because containers have one name for all layers. */
public final class MpegAudioLayer {
  private static final int SYNC = 0x7ff;
  private static final int VERSION_RESERVED = 1;

  private MpegAudioLayer() {}

  /**
   * The layer of the frame that a buffer begins with, ISO/IEC 11172-3 §2.4.2.3.
   *
   * @param frame its position does not move
   * @return 1..3; 0 when no frame begins there
   */
  public static int of(ByteBuffer frame) {
    if (frame.remaining() < 4) {
      return 0;
    }
    int header = frame.getInt(frame.position());
    int layer = 4 - (header >>> 17 & 3);
    boolean isFrame =
        header >>> 21 == SYNC
            && (header >>> 19 & 3) != VERSION_RESERVED
            && (header >>> 12 & 0xf) != 0xf
            && (header >>> 10 & 3) != 3;
    return isFrame && layer <= 3 ? layer : 0;
  }
}
