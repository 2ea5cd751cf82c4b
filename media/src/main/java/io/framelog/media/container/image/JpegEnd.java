package io.framelog.media.container.image;

import io.framelog.media.container.ContainerException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Parses a JPEG's markers (ITU-T T.81 Annex B), because an end-of-image marker inside a segment,
 * such as an Exif thumbnail's, is not the image's.
 *
 * <pre>
 *   SOI ─▶ marker ─▶ length ─▶ segment ─┐        scan: FF 00 and FF D0..D7 belong to it,
 *            ▲ ▲                        │              any other FF xx is the next marker
 *            │ └──── not SOS ───────────┤
 *            └────── scan ◀──── SOS ────┘        EOI: the end
 * </pre>
 */
final class JpegEnd implements ImageEnd {
  private static final int PREFIX = 0xff;
  private static final int TEM = 0x01;
  private static final int RST0 = 0xd0;
  private static final int RST7 = 0xd7;
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;

  private enum Expect {
    START_PREFIX,
    START,
    PREFIX,
    MARKER,
    LENGTH_HIGH,
    LENGTH_LOW,
    SEGMENT,
    SCAN,
    SCAN_PREFIX
  }

  private final long start;
  private Expect expect = Expect.START_PREFIX;
  private long seen;
  private int marker;
  private int left;

  /**
   * @param start byte offset of the image, for errors
   */
  JpegEnd(long start) {
    this.start = start;
  }

  @Override
  public boolean advance(ByteBuffer input) {
    while (input.hasRemaining()) {
      if (expect == Expect.SEGMENT) {
        skipSegment(input);
      } else {
        int value = input.get() & 0xff;
        seen++;
        if (step(value)) {
          return true;
        }
      }
    }
    return false;
  }

  private void skipSegment(ByteBuffer input) {
    int count = Math.min(left, input.remaining());
    input.position(input.position() + count);
    seen += count;
    left -= count;
    if (left == 0) {
      expect = marker == SOS ? Expect.SCAN : Expect.PREFIX;
    }
  }

  private boolean step(int value) {
    switch (expect) {
      case START_PREFIX -> become(Expect.START, value == PREFIX, value);
      case START -> become(Expect.PREFIX, value == SOI, value);
      case PREFIX -> become(Expect.MARKER, value == PREFIX, value);
      case MARKER -> {
        return marker(value);
      }
      case LENGTH_HIGH -> {
        left = value << 8;
        expect = Expect.LENGTH_LOW;
      }
      case LENGTH_LOW -> {
        left += value - 2;
        become(Expect.SEGMENT, left >= 0, value);
        if (left == 0) {
          expect = marker == SOS ? Expect.SCAN : Expect.PREFIX;
        }
      }
      case SCAN -> {
        if (value == PREFIX) {
          expect = Expect.SCAN_PREFIX;
        }
      }
      case SCAN_PREFIX -> {
        if (value == 0 || isRestart(value)) {
          expect = Expect.SCAN;
        } else {
          return marker(value);
        }
      }
      case SEGMENT -> throw new IllegalStateException("segments are skipped as a whole");
    }
    return false;
  }

  /** Processes the byte after FF; any number of FF may precede a marker. */
  private boolean marker(int value) {
    if (value == EOI) {
      return true;
    }
    if (value == TEM || isRestart(value)) {
      expect = Expect.PREFIX;
    } else if (value != PREFIX) {
      marker = value;
      become(Expect.LENGTH_HIGH, value != 0 && value != SOI, value);
    }
    return false;
  }

  private static boolean isRestart(int value) {
    return value >= RST0 && value <= RST7;
  }

  private void become(Expect next, boolean legal, int value) {
    if (!legal) {
      throw new ContainerException(
          ContainerException.Reason.MALFORMED,
          start + seen - 1,
          "JPEG has "
              + HexFormat.of().toHexDigits((byte) value)
              + " where it needs "
              + (expect == Expect.LENGTH_LOW ? "a segment's length" : "a marker"));
    }
    expect = next;
  }
}
