package io.framelog.benchmarks.fanout;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.framelog.media.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A fragment of one video sample, as written by ffmpeg's {@code frag_every_frame}, with space for a
 * {@link Mark} at the sample's end: box and sample sizes include the mark (ISO/IEC 14496-12 §8.8.7,
 * §8.8.8).
 */
final class MarkedFragment {
  private static final int TFHD_BASE_DATA_OFFSET = 0x01;
  private static final int TFHD_DESCRIPTION_INDEX = 0x02;
  private static final int TFHD_DURATION = 0x08;
  private static final int TFHD_SIZE = 0x10;
  private static final int TRUN_DATA_OFFSET = 0x01;
  private static final int TRUN_FIRST_FLAGS = 0x04;
  private static final int TRUN_DURATION = 0x100;
  private static final int TRUN_SIZE = 0x200;
  private static final int IDR = 5;

  private final byte[] template;
  private final int sample;
  private final int decodeTimeAt;
  private final boolean key;

  private MarkedFragment(byte[] template, int sample, int decodeTimeAt, boolean key) {
    this.template = template;
    this.sample = sample;
    this.decodeTimeAt = decodeTimeAt;
    this.key = key;
  }

  /**
   * Adds the space for the mark.
   *
   * @throws IllegalArgumentException if it is not one sample of H.264 with NAL lengths of 4 bytes
   */
  static MarkedFragment of(Bytes fragment) {
    byte[] bytes = Arrays.copyOf(fragment.sharedArray(), fragment.length() + Mark.BYTES);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int moof = box(buffer, 0, fragment.length(), "moof");
    int mdat = box(buffer, 0, fragment.length(), "mdat");
    int traf = box(buffer, moof + 8, moof + buffer.getInt(moof), "traf");
    int trafEnd = traf + buffer.getInt(traf);
    int tfdt = box(buffer, traf + 8, trafEnd, "tfdt");
    if (buffer.get(tfdt + 8) != 1) {
      throw new IllegalArgumentException("tfdt has version 0, expected 1");
    }
    int sampleBytes = buffer.getInt(mdat) - 8;
    int marked = sampleBytes + Mark.BYTES;
    boolean sized = patchTrackHeader(buffer, box(buffer, traf + 8, trafEnd, "tfhd"), marked);
    sized |= patchTrackRun(buffer, box(buffer, traf + 8, trafEnd, "trun"), sampleBytes);
    if (!sized) {
      throw new IllegalArgumentException("neither tfhd nor trun has the sample's size");
    }
    buffer.putInt(mdat, marked + 8);
    return new MarkedFragment(bytes, mdat + 8, tfdt + 12, hasIdr(buffer, mdat + 8, sampleBytes));
  }

  private static boolean patchTrackHeader(ByteBuffer buffer, int tfhd, int size) {
    int flags = buffer.getInt(tfhd + 8);
    if ((flags & TFHD_SIZE) == 0) {
      return false;
    }
    int at = tfhd + 16;
    at += (flags & TFHD_BASE_DATA_OFFSET) != 0 ? 8 : 0;
    at += (flags & TFHD_DESCRIPTION_INDEX) != 0 ? 4 : 0;
    at += (flags & TFHD_DURATION) != 0 ? 4 : 0;
    buffer.putInt(at, size);
    return true;
  }

  private static boolean patchTrackRun(ByteBuffer buffer, int trun, int sampleBytes) {
    int flags = buffer.getInt(trun + 8);
    if (buffer.getInt(trun + 12) != 1) {
      throw new IllegalArgumentException("the fragment has more than one sample");
    }
    if ((flags & TRUN_SIZE) == 0) {
      return false;
    }
    int at = trun + 16;
    at += (flags & TRUN_DATA_OFFSET) != 0 ? 4 : 0;
    at += (flags & TRUN_FIRST_FLAGS) != 0 ? 4 : 0;
    at += (flags & TRUN_DURATION) != 0 ? 4 : 0;
    if (buffer.getInt(at) != sampleBytes) {
      throw new IllegalArgumentException("trun and mdat differ in the sample's size");
    }
    buffer.putInt(at, sampleBytes + Mark.BYTES);
    return true;
  }

  private static boolean hasIdr(ByteBuffer buffer, int start, int length) {
    boolean found = false;
    int at = start;
    while (at < start + length) {
      found |= (buffer.get(at + 4) & 0x1f) == IDR;
      at += 4 + buffer.getInt(at);
    }
    if (at != start + length) {
      throw new IllegalArgumentException("the sample is not made of NAL units with 4-byte lengths");
    }
    return found;
  }

  private static int box(ByteBuffer buffer, int from, int to, String type) {
    int wanted = ByteBuffer.wrap(type.getBytes(ISO_8859_1)).getInt();
    for (int at = from; at + 8 <= to; at += buffer.getInt(at)) {
      if (buffer.getInt(at + 4) == wanted) {
        return at;
      }
      if (buffer.getInt(at) < 8) {
        break;
      }
    }
    throw new IllegalArgumentException("no " + type + " in the fragment");
  }

  boolean isKey() {
    return key;
  }

  /** Decode time in the track's timescale. */
  long decodeTime() {
    return ByteBuffer.wrap(template).getLong(decodeTimeAt);
  }

  /**
   * The fragment with its mark.
   *
   * @param laterBy added to its decode time
   */
  ByteBuffer stamp(int stream, int sequence, long laterBy, long nanos) {
    byte[] stamped = template.clone();
    Mark.write(stamped, sample, stamped.length, key, stream, sequence, nanos);
    return ByteBuffer.wrap(stamped).putLong(decodeTimeAt, decodeTime() + laterBy);
  }
}
