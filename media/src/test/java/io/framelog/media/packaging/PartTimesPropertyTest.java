package io.framelog.media.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Damaged bytes have no times, or times inside them; no exception is thrown. */
class PartTimesPropertyTest {
  private static final int MAX = 400;

  private static Packager packager(boolean webm) {
    return Packagers.forTracks(List.of(webm ? Samples.VP8 : Samples.VP9, Samples.OPUS));
  }

  private static ByteBuffer part(Packager packager) {
    packager.add(0, 9000, 9000, 40, true, Samples.frame(1, 40));
    packager.add(1, 9000, 9000, 20, true, Samples.frame(2, 20));
    return packager.finishPart().buffer();
  }

  private static void assertInside(PartTimes times, ByteBuffer part) {
    int found = times.find(part);
    for (int i = 0; i < found; i++) {
      assertThat(times.offset(i)).isBetween(0, part.remaining() - Long.BYTES);
      assertThat(times.offset(i)).isGreaterThan(i == 0 ? 0 : times.offset(i - 1));
      assertThat(times.timescale(i)).isPositive();
    }
  }

  private static ByteBuffer damaged(ByteBuffer bytes, int length, int at, int value) {
    byte[] copy = new byte[Math.min(length, bytes.remaining())];
    bytes.duplicate().get(copy);
    if (at < copy.length) {
      copy[at] = (byte) value;
    }
    return ByteBuffer.wrap(copy);
  }

  @Property(tries = 1000)
  void aDamagedPart(
      @ForAll boolean webm,
      @ForAll @IntRange(max = MAX) int length,
      @ForAll @IntRange(max = MAX) int at,
      @ForAll @IntRange(max = 255) int value) {
    Packager packager = packager(webm);
    InitSegment init = packager.initSegment();
    PartTimes times = PartTimes.of(init.mime(), init.bytes().buffer());
    assertInside(times, damaged(part(packager), length, at, value));
  }

  @Property(tries = 1000)
  void aDamagedInitSegment(
      @ForAll boolean webm,
      @ForAll @IntRange(max = 4 * MAX) int length,
      @ForAll @IntRange(max = 4 * MAX) int at,
      @ForAll @IntRange(max = 255) int value) {
    Packager packager = packager(webm);
    InitSegment init = packager.initSegment();
    ByteBuffer bytes = damaged(init.bytes().buffer(), length, at, value);
    assertInside(PartTimes.of(init.mime(), bytes), part(packager));
  }
}
