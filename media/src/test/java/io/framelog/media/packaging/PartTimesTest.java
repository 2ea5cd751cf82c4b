package io.framelog.media.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.Track;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartTimesTest {
  private static final long HOURS = 3600L * 100;

  private static PartTimes timesOf(Packager packager) {
    InitSegment init = packager.initSegment();
    return PartTimes.of(init.mime(), shifted(init.bytes().toArray()));
  }

  /** The bytes after other bytes, as in a record's memory. */
  private static ByteBuffer shifted(byte[] bytes) {
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 14);
    direct.position(7).put(bytes, 0, bytes.length);
    return direct.position(7).limit(7 + bytes.length);
  }

  private static ByteBuffer part(Packager packager) {
    return shifted(packager.finishPart().toArray());
  }

  @Test
  void findsTheDecodeTimeOfEachTrackOfAFragment() {
    Packager packager = Packagers.forTracks(List.of(Samples.VP9, Samples.OPUS));
    PartTimes times = timesOf(packager);
    assertThat(times.trackCount()).isEqualTo(2);
    packager.add(1, HOURS * 48_000, HOURS * 48_000, 960, true, Samples.frame(1, 10));
    packager.add(1, HOURS * 48_000 + 960, HOURS * 48_000 + 960, 960, true, Samples.frame(1, 10));
    packager.add(0, HOURS * 90_000 + 3, HOURS * 90_000 + 3, 3600, true, Samples.frame(2, 99));
    ByteBuffer part = part(packager);

    assertThat(times.find(part)).isEqualTo(2);

    assertThat(times.tracksFound()).isEqualTo(0b11);
    assertThat(List.of(times.ticks(0), times.ticks(1)))
        .containsExactly(HOURS * 90_000 + 3, HOURS * 48_000);
    assertThat(List.of(times.timescale(0), times.timescale(1))).containsExactly(90_000L, 48_000L);
    assertThat(part.getLong(7 + times.offset(0))).isEqualTo(times.ticks(0));
    assertThat(part.getLong(7 + times.offset(1))).isEqualTo(times.ticks(1));
    assertThat(part.position()).isEqualTo(7);
  }

  @Test
  void findsTheTimeAndTheTracksOfACluster() {
    Track vp8 = Samples.VP8;
    Packager packager = Packagers.forTracks(List.of(vp8, Samples.OPUS));
    PartTimes times = timesOf(packager);
    assertThat(times.trackCount()).isEqualTo(2);
    packager.add(0, HOURS * 1000, HOURS * 1000, 40, true, Samples.frame(1, 20_000));
    ByteBuffer picture = part(packager);
    packager.add(1, HOURS * 1000 - 20, HOURS * 1000 - 20, 20, true, Samples.frame(2, 10));
    packager.add(0, HOURS * 1000 + 40, HOURS * 1000 + 40, 40, false, Samples.frame(1, 200));
    ByteBuffer both = part(packager);

    assertThat(times.find(picture)).isEqualTo(1);
    assertThat(times.tracksFound()).isEqualTo(0b01);
    assertThat(times.ticks(0)).isEqualTo(HOURS * 1000);
    assertThat(times.timescale(0)).isEqualTo(1000);
    assertThat(picture.getLong(7 + times.offset(0))).isEqualTo(HOURS * 1000);

    assertThat(times.find(both)).isEqualTo(1);
    assertThat(times.tracksFound()).isEqualTo(0b11);
    assertThat(times.ticks(0)).isEqualTo(both.getLong(7 + times.offset(0)));
  }

  @Test
  void findsNothingInOtherBytes() {
    Packager mp4 = Packagers.forTracks(List.of(Samples.VP9));
    Packager webm = Packagers.forTracks(List.of(Samples.VP8));
    mp4.add(0, 0, 0, 1, true, Samples.frame(1, 10));
    webm.add(0, 0, 0, 1, true, Samples.frame(1, 10));
    ByteBuffer fragment = part(mp4);
    ByteBuffer cluster = part(webm);

    assertThat(timesOf(mp4).find(cluster)).isZero();
    assertThat(timesOf(webm).find(fragment)).isZero();
    assertThat(timesOf(mp4).find(ByteBuffer.allocate(0))).isZero();
    assertThat(timesOf(mp4).find(mp4.initSegment().bytes().buffer())).isZero();
    assertThat(timesOf(webm).find(webm.initSegment().bytes().buffer())).isZero();
    assertThat(PartTimes.of("video/mp4", ByteBuffer.allocate(0)).find(fragment)).isZero();
  }
}
