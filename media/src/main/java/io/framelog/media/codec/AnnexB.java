package io.framelog.media.codec;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Converts access units of the byte stream format (ITU-T H.264 and H.265 Annex B) to the MP4
 * format: each NAL unit after its length of four bytes (ISO/IEC 14496-15 §4.3). Access unit
 * delimiters and filler are removed, which that format forbids or advises against.
 *
 * <p>Not thread-safe: the memory is reused.
 */
public final class AnnexB {
  /** Bytes of a NAL unit's length field. */
  static final int LENGTH_SIZE = 4;

  private static final int INITIAL_BYTES = 16 << 10;
  private static final int KEPT_BYTES = 4 << 20;

  private final boolean hevc;
  private byte[] out = new byte[INITIAL_BYTES];

  private AnnexB(boolean hevc) {
    this.hevc = hevc;
  }

  /**
   * Creates a converter for one track.
   *
   * @throws IllegalArgumentException when the codec has no byte stream format
   */
  public static AnnexB of(Codec codec) {
    return switch (codec) {
      case H264 -> new AnnexB(false);
      case HEVC -> new AnnexB(true);
      default -> throw new IllegalArgumentException(codec + " has no byte stream format");
    };
  }

  /**
   * The access unit's NAL units, each after its length.
   *
   * @return empty when there is no NAL unit; valid until the next call
   */
  public ByteBuffer toLengthPrefixed(ByteBuffer accessUnit) {
    // A start code of three bytes becomes a length of four.
    long most = accessUnit.remaining() + accessUnit.remaining() / 3L + LENGTH_SIZE;
    if (out.length < most || (out.length > KEPT_BYTES && most < KEPT_BYTES)) {
      out = new byte[(int) Math.min(Math.max(most, INITIAL_BYTES), Integer.MAX_VALUE - 8)];
    }
    ByteBuffer target = ByteBuffer.wrap(out);
    int unit = afterStartCode(accessUnit, accessUnit.position());
    while (unit >= 0) {
      int next = afterStartCode(accessUnit, unit);
      int end = unitEnd(accessUnit, unit, next);
      if (end > unit && isCarried(accessUnit.get(unit))) {
        target.putInt(end - unit).put(accessUnit.slice(unit, end - unit));
      }
      unit = next;
    }
    return target.flip();
  }

  /** Copies of the NAL units, parameter sets for instance. */
  static List<Bytes> units(Bytes byteStream) {
    ByteBuffer in = byteStream.buffer();
    List<Bytes> units = new ArrayList<>(3);
    int unit = afterStartCode(in, 0);
    while (unit >= 0) {
      int next = afterStartCode(in, unit);
      int end = unitEnd(in, unit, next);
      if (end > unit) {
        units.add(NalUnits.copy(in, unit, end - unit));
      }
      unit = next;
    }
    return units;
  }

  private boolean isCarried(byte header) {
    if (hevc) {
      int type = header >>> 1 & 0x3f;
      return type != 35 && type != 38; // access unit delimiter, filler
    }
    int type = header & 0x1f;
    return type != 9 && type != 12;
  }

  /** Index after the next 00 00 01; -1 when there is none. */
  private static int afterStartCode(ByteBuffer in, int from) {
    int limit = in.limit();
    int at = from + 2;
    while (at < limit) {
      int value = in.get(at);
      if (value > 1 || value < 0) {
        at += 3;
      } else if (value == 1) {
        if (in.get(at - 1) == 0 && in.get(at - 2) == 0) {
          return at + 1;
        }
        at += 3;
      } else {
        at++;
      }
    }
    return -1;
  }

  /** A unit ends before the next start code and the zeros that precede it. */
  private static int unitEnd(ByteBuffer in, int unit, int next) {
    int end = next < 0 ? in.limit() : next - 3;
    while (end > unit && in.get(end - 1) == 0) {
      end--;
    }
    return end;
  }
}
