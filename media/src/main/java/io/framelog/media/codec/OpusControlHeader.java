package io.framelog.media.codec;

import io.framelog.media.Bytes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The control header before an Opus packet in MPEG-TS, "Opus in MPEG-TS" §4.2. */
final class OpusControlHeader {
  private static final int PREFIX_MASK = 0xffe0;
  private static final int PREFIX = 0x7fe0;
  private static final int START_TRIM = 0x10;
  private static final int END_TRIM = 0x08;
  private static final int EXTENSION = 0x04;

  private OpusControlHeader() {}

  /** Parses the packet at an index; null when there is no complete header. */
  static @Nullable AudioFrame at(ByteBuffer run, int at) {
    int limit = run.limit();
    int fields = run.getShort(at) & 0xffff;
    if ((fields & PREFIX_MASK) != PREFIX) {
      return null;
    }
    int next = at + 2;
    int length = 0;
    int value;
    do {
      if (next >= limit) {
        return null;
      }
      value = run.get(next++) & 0xff;
      length += value;
    } while (value == 0xff);
    next += ((fields & START_TRIM) != 0 ? 2 : 0) + ((fields & END_TRIM) != 0 ? 2 : 0);
    if ((fields & EXTENSION) != 0) {
      if (next >= limit) {
        return null;
      }
      next += 1 + (run.get(next) & 0xff);
    }
    int headerBytes = next - at;
    if (length == 0 || next + length > limit) {
      return null;
    }
    long nanos = OpusFrameLength.nanos(run.slice(next, length));
    return new AudioFrame(
        headerBytes,
        headerBytes + length,
        (int) (nanos * OpusHead.SAMPLE_RATE / 1_000_000_000L),
        OpusHead.SAMPLE_RATE,
        1,
        Bytes.EMPTY);
  }
}
