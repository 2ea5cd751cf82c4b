package io.framelog.it.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The content of an MP4 stream's parts. */
public final class Fragments {
  private Fragments() {}

  /** Bytes of a part's frames; fails unless the part is exactly one moof and one mdat. */
  public static int payload(LogDump.Entry part) {
    ByteBuffer value = part.value().duplicate();
    int start = value.position();
    int moof = value.getInt(start);
    assertThat(type(value, start))
        .as("first box of the part at %d", part.offset())
        .isEqualTo("moof");
    assertThat(type(value, start + moof))
        .as("second box of the part at %d", part.offset())
        .isEqualTo("mdat");
    int mdat = value.getInt(start + moof);
    assertThat(moof + mdat)
        .as("length of the part at %d", part.offset())
        .isEqualTo(value.remaining());
    return mdat - 8;
  }

  private static String type(ByteBuffer value, int box) {
    byte[] type = new byte[4];
    value.get(box + 4, type);
    return new String(type, StandardCharsets.US_ASCII);
  }
}
