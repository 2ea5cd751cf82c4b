package io.framelog.media.codec;

import io.framelog.media.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Real configurations and beginnings of keyframes; their README describes how they were made. */
final class Fixture {
  private Fixture() {}

  static Bytes of(String name) {
    try (InputStream in = Fixture.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("no fixture " + name);
      }
      return Bytes.wrap(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first {@code length} bytes. */
  static Bytes cut(Bytes whole, int length) {
    return Bytes.wrap(Arrays.copyOf(whole.sharedArray(), length));
  }

  /** The same bytes with one bit flipped. */
  static Bytes damaged(Bytes whole, int bit) {
    byte[] copy = whole.toArray();
    copy[bit / 8] ^= (byte) (1 << (bit % 8));
    return Bytes.wrap(copy);
  }
}
