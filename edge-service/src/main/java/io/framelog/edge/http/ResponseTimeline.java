package io.framelog.edge.http;

import io.framelog.edge.frame.BodyPatch;
import io.framelog.media.packaging.PartTimes;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Shifts the timestamps of one response so that the earliest is 0: VLC stops immediately when a
 * file begins minutes after 0. All tracks are shifted by the same time, each in its own timescale.
 * Confined to the response's event loop.
 *
 * <pre>
 *   begin(init) ── learn(part) until the earliest time is known ── settle ──▶ parts are shifted
 * </pre>
 *
 * Parts whose timestamps cannot be located are written unchanged.
 */
final class ResponseTimeline implements BodyPatch {
  private @Nullable PartTimes times;
  private boolean settled;
  private long tracksSeen;
  private long zeroTicks;

  /** Timescale of {@code zeroTicks}; 0 while no timestamp was found. */
  private long zeroTimescale;

  private int found;

  /** Begins the response, with its init segment. */
  void begin(String mime, ByteBuffer init) {
    times = PartTimes.of(mime, init);
  }

  /**
   * Reads the timestamps of one of the first parts, before it is written.
   *
   * @param part its payload
   * @return whether every track has been seen, so that no earlier timestamp follows
   */
  boolean learn(ByteBuffer part) {
    PartTimes known = times;
    if (known == null) {
      return true;
    }
    int count = known.find(part);
    for (int i = 0; i < count; i++) {
      if (zeroTimescale == 0 || isEarlier(known.ticks(i), known.timescale(i))) {
        zeroTicks = known.ticks(i);
        zeroTimescale = known.timescale(i);
      }
    }
    tracksSeen |= known.tracksFound();
    return count == 0 || Long.bitCount(tracksSeen) >= known.trackCount();
  }

  private boolean isEarlier(long ticks, long timescale) {
    return rescaled(ticks, timescale, zeroTimescale) < zeroTicks;
  }

  /** Shifts all parts that are written from now on. */
  void settle() {
    settled = true;
  }

  @Override
  public int copiedBytes(ByteBuffer payload) {
    PartTimes known = times;
    if (!settled || known == null || zeroTimescale == 0) {
      return 0;
    }
    found = known.find(payload);
    return found == 0 ? 0 : known.offset(found - 1) + Long.BYTES;
  }

  /**
   * Shifts the timestamps. A track whose first sample arrives late may begin before the earliest
   * time; its timestamps become 0.
   */
  @Override
  public void change(ByteBuf copy, int start) {
    PartTimes known = times;
    for (int i = 0; known != null && i < found; i++) {
      long shift = rescaled(zeroTicks, zeroTimescale, known.timescale(i));
      copy.setLong(start + known.offset(i), Math.max(0, known.ticks(i) - shift));
    }
  }

  /** Rounded down; avoids the overflow of the product of time and timescale. */
  private static long rescaled(long ticks, long from, long to) {
    return from == to ? ticks : ticks / from * to + ticks % from * to / from;
  }
}
