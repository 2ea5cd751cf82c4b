package io.framelog.media.packaging.webm;

import io.framelog.media.packaging.PartTimes;
import java.nio.ByteBuffer;

/**
 * The Timestamp of a Cluster (RFC 9559 §5.1.3.1), in 8 bytes, which {@link ClusterWriter} writes. A
 * Cluster has one time for all its tracks.
 */
public final class ClusterTimes implements PartTimes {
  private static final int TICKS_PER_SECOND =
      (int) (1_000_000_000 / SegmentHeader.TIMESTAMP_SCALE_NS);
  private static final int SEGMENT = 0x18538067;
  private static final int TRACKS = 0x1654AE6B;
  private static final int TRACK_ENTRY = 0xAE;
  private static final int CLUSTER = 0x1F43B675;
  private static final int TIMESTAMP = 0xE7;
  private static final int SIMPLE_BLOCK = 0xA3;
  private static final int BLOCK_GROUP = 0xA0;
  private static final int BLOCK = 0xA1;
  private static final int TIMESTAMP_BYTES = 8;
  private static final int NOT_FOUND = -1;

  /** The header of the current element. */
  private static final class Element {
    private int id;
    private int payload;
    private int end;

    /**
     * Reads the header of an element (RFC 8794 §5, §6).
     *
     * @param limit end of its parent, also used as the end of an element of unknown size
     * @return whether the element is complete
     */
    boolean read(ByteBuffer bytes, int at, int limit) {
      int idLength = at < limit ? length(bytes.get(at)) : Integer.MAX_VALUE;
      if (idLength > 4 || at + idLength >= limit) {
        return false;
      }
      int sizeAt = at + idLength;
      int sizeLength = length(bytes.get(sizeAt));
      if (sizeLength > 8 || sizeAt + sizeLength > limit) {
        return false;
      }
      id = (int) number(bytes, at, idLength);
      payload = sizeAt + sizeLength;
      long unknown = (1L << (7 * sizeLength)) - 1;
      long size = number(bytes, sizeAt, sizeLength) & unknown;
      if (size == unknown) {
        end = limit;
        return true;
      }
      end = (int) Math.min(limit, payload + size);
      return size <= limit - payload;
    }

    private static int length(byte first) {
      return Integer.numberOfLeadingZeros(first & 0xff) - 23;
    }

    private static long number(ByteBuffer bytes, int at, int length) {
      long value = 0;
      for (int i = 0; i < length; i++) {
        value = value << 8 | (bytes.get(at + i) & 0xff);
      }
      return value;
    }
  }

  private final Element outer = new Element();
  private final Element inner = new Element();
  private final int trackCount;
  private int offset = NOT_FOUND;
  private long ticks;
  private long tracksFound;

  public ClusterTimes(ByteBuffer init) {
    this.trackCount = countTracks(init);
  }

  private int countTracks(ByteBuffer init) {
    int entries = 0;
    int at = init.position();
    while (outer.read(init, at, init.limit())) {
      at = outer.id == SEGMENT ? outer.payload : outer.end;
      if (outer.id == TRACKS) {
        int entry = outer.payload;
        while (inner.read(init, entry, outer.end)) {
          entries += inner.id == TRACK_ENTRY ? 1 : 0;
          entry = inner.end;
        }
      }
    }
    return entries;
  }

  @Override
  public int trackCount() {
    return trackCount;
  }

  @Override
  public int find(ByteBuffer part) {
    offset = NOT_FOUND;
    tracksFound = 0;
    if (!outer.read(part, part.position(), part.limit()) || outer.id != CLUSTER) {
      return 0;
    }
    int at = outer.payload;
    while (inner.read(part, at, outer.end)) {
      if (inner.id == TIMESTAMP && inner.end - inner.payload == TIMESTAMP_BYTES) {
        offset = inner.payload - part.position();
        ticks = part.getLong(inner.payload);
      } else if (inner.id == SIMPLE_BLOCK || inner.id == BLOCK) {
        blockOf(part);
      }
      // the children of a BlockGroup are treated as its siblings
      at = inner.id == BLOCK_GROUP ? inner.payload : inner.end;
    }
    return offset == NOT_FOUND ? 0 : 1;
  }

  /** Track numbers are 1, 2, … in the order of the init segment's tracks, one byte each. */
  private void blockOf(ByteBuffer part) {
    if (inner.payload < inner.end) {
      tracksFound |= 1L << ((part.get(inner.payload) & 0x7f) - 1);
    }
  }

  @Override
  public int offset(int index) {
    return offset;
  }

  @Override
  public long ticks(int index) {
    return ticks;
  }

  @Override
  public long timescale(int index) {
    return TICKS_PER_SECOND;
  }

  @Override
  public long tracksFound() {
    return tracksFound;
  }
}
