package io.framelog.edge.http;

import io.framelog.edge.frame.BodyPatch;
import io.framelog.media.packaging.PartTimes;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Moves the times of one response so that its earliest begins at 0: VLC ends at once where a file
 * begins minutes late. All tracks are moved by the same time, each in its own ticks. Confined to
 * the response's event loop.
 *
 * <pre>
 *   begin(init) ── learn(part) until the earliest time is known ── settle ──▶ written parts are moved
 * </pre>
 *
 * Bytes whose times cannot be found are written as they are.
 */
final class ResponseTimeline implements BodyPatch {
  private @Nullable PartTimes times;
  private boolean settled;
  private long tracksSeen;
  private long zeroTicks;

  /** Ticks a second of the time that becomes 0; 0 while none was found. */
  private long zeroTimescale;

  private int found;

  /** The response begins with this init segment. */
  void begin(String mime, ByteBuffer init) {
    times = PartTimes.of(mime, init);
  }

  /**
   * Looks at one of the first parts, before it is written.
   *
   * @param part its payload
   * @return whether every track has been seen, so that nothing earlier is to come
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

  /** What is written from now on is moved. */
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

  /** A track whose first sample arrives late may begin before the response does: then at 0. */
  @Override
  public void change(ByteBuf copy, int start) {
    PartTimes known = times;
    for (int i = 0; known != null && i < found; i++) {
      long shift = rescaled(zeroTicks, zeroTimescale, known.timescale(i));
      copy.setLong(start + known.offset(i), Math.max(0, known.ticks(i) - shift));
    }
  }

  /** Rounded down; without the overflow that a product of time and timescale would have. */
  private static long rescaled(long ticks, long from, long to) {
    return from == to ? ticks : ticks / from * to + ticks % from * to / from;
  }
}
