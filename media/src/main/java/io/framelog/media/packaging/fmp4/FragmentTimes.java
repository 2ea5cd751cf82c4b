package io.framelog.media.packaging.fmp4;

import io.framelog.media.packaging.PartTimes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The {@code tfdt} of each track in a {@code moof} (ISO/IEC 14496-12 §8.8.12), in version 1, which
 * {@link MovieFragment} writes.
 */
public final class FragmentTimes implements PartTimes {
  private static final int BOX_HEADER = 8;

  /** Version and flags of a FullBox. */
  private static final int FULL_BOX = 4;

  private static final int MOOV = 0x6d6f_6f76;
  private static final int TRAK = 0x7472_616b;
  private static final int MDIA = 0x6d64_6961;
  private static final int MDHD = 0x6d64_6864;
  private static final int MOOF = 0x6d6f_6f66;
  private static final int TRAF = 0x7472_6166;
  private static final int TFHD = 0x7466_6864;
  private static final int TFDT = 0x7466_6474;

  /** Track ids are 1, 2, … in the order of the init segment's tracks. */
  private long[] timescales = new long[0];

  private int count;
  private int[] offsets = new int[0];
  private long[] ticks = new long[0];
  private int[] tracks = new int[0];
  private int trackOfFragment;
  private long tracksFound;

  public FragmentTimes(ByteBuffer init) {
    int moov = child(init, init.position(), init.limit(), MOOV);
    if (moov < 0) {
      return;
    }
    int end = end(init, moov, init.limit());
    for (int at = moov + BOX_HEADER; at >= 0; at = next(init, at, end)) {
      if (isBox(init, at, end, TRAK)) {
        addTimescale(init, at, end(init, at, end));
      }
    }
    offsets = new int[timescales.length];
    ticks = new long[timescales.length];
    tracks = new int[timescales.length];
  }

  private void addTimescale(ByteBuffer init, int trak, int end) {
    int mdia = child(init, trak + BOX_HEADER, end, MDIA);
    int mdhd = mdia < 0 ? -1 : child(init, mdia + BOX_HEADER, end(init, mdia, end), MDHD);
    long timescale = 1;
    if (mdhd >= 0) {
      // creation and modification time: 32 bits each in version 0, else 64
      int at = mdhd + BOX_HEADER + FULL_BOX + (init.get(mdhd + BOX_HEADER) == 0 ? 8 : 16);
      if (at + 4 <= end(init, mdhd, end)) {
        timescale = Math.max(1, init.getInt(at) & 0xffff_ffffL);
      }
    }
    timescales = Arrays.copyOf(timescales, timescales.length + 1);
    timescales[timescales.length - 1] = timescale;
  }

  @Override
  public int trackCount() {
    return timescales.length;
  }

  @Override
  public int find(ByteBuffer part) {
    count = 0;
    tracksFound = 0;
    int moof = part.position();
    if (isBox(part, moof, part.limit(), MOOF)) {
      int end = end(part, moof, part.limit());
      for (int at = moof + BOX_HEADER; at >= 0; at = next(part, at, end)) {
        if (isBox(part, at, end, TRAF)) {
          findIn(part, at, end(part, at, end));
        }
      }
    }
    return count;
  }

  private void findIn(ByteBuffer part, int traf, int end) {
    trackOfFragment = 0;
    for (int at = traf + BOX_HEADER; at >= 0; at = next(part, at, end)) {
      if (isBox(part, at, end, TFHD) && at + BOX_HEADER + FULL_BOX + 4 <= end) {
        trackOfFragment = part.getInt(at + BOX_HEADER + FULL_BOX);
      } else if (isBox(part, at, end, TFDT)) {
        found(part, at, end);
      }
    }
  }

  private void found(ByteBuffer part, int tfdt, int end) {
    int time = tfdt + BOX_HEADER + FULL_BOX;
    boolean known = trackOfFragment >= 1 && trackOfFragment <= timescales.length;
    if (known && count < offsets.length && part.get(tfdt + BOX_HEADER) == 1 && time + 8 <= end) {
      offsets[count] = time - part.position();
      ticks[count] = part.getLong(time);
      tracks[count] = trackOfFragment - 1;
      tracksFound |= 1L << (trackOfFragment - 1);
      count++;
    }
  }

  @Override
  public int offset(int index) {
    return offsets[index];
  }

  @Override
  public long ticks(int index) {
    return ticks[index];
  }

  @Override
  public long timescale(int index) {
    return timescales[tracks[index]];
  }

  @Override
  public long tracksFound() {
    return tracksFound;
  }

  /** The first box of a type among siblings, -1 when there is none. */
  private static int child(ByteBuffer bytes, int from, int end, int type) {
    int at = from;
    while (at >= 0 && !isBox(bytes, at, end, type)) {
      at = next(bytes, at, end);
    }
    return at;
  }

  private static boolean isBox(ByteBuffer bytes, int at, int end, int type) {
    return isWhole(bytes, at, end) && bytes.getInt(at + 4) == type;
  }

  /** The box after this one, -1 when there is none. */
  private static int next(ByteBuffer bytes, int at, int end) {
    return isWhole(bytes, at, end) ? end(bytes, at, end) : -1;
  }

  private static int end(ByteBuffer bytes, int at, int end) {
    return Math.min(end, at + bytes.getInt(at));
  }

  /** Whether a box with header and end inside its parent begins at {@code at}. */
  private static boolean isWhole(ByteBuffer bytes, int at, int end) {
    return end - at >= BOX_HEADER && bytes.getInt(at) >= BOX_HEADER && bytes.getInt(at) <= end - at;
  }
}
