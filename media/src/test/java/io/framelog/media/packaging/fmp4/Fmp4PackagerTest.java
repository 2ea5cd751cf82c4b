package io.framelog.media.packaging.fmp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.packaging.Samples;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class Fmp4PackagerTest {
  private final Fmp4Packager packager = new Fmp4Packager(List.of(Samples.VP9, Samples.OPUS));

  @Test
  void writesAnInitSegmentWithoutMetadataEditListsOrDurations() {
    BoxTree init = new BoxTree(packager.initSegment().bytes());

    assertThat(init.paths())
        .startsWith("ftyp", "moov", "moov/mvhd", "moov/trak")
        .endsWith("moov/mvex", "moov/mvex/trex", "moov/mvex/trex")
        .doesNotContain("moov/udta", "moov/meta", "moov/trak/edts", "moov/mvex/mehd");
    assertThat(init.one("moov/mvhd").payload().getInt(16)).isZero();
    assertThat(init.all("moov/trak/tkhd"))
        .allSatisfy(box -> assertThat(box.payload().getInt(20)).isZero());
    assertThat(init.all("moov/trak/mdia/mdhd"))
        .allSatisfy(box -> assertThat(box.payload().getInt(16)).isZero())
        .extracting(box -> box.payload().getInt(12))
        .containsExactly(90_000, 48_000);
  }

  @Test
  void writesOneTrackFragmentForEachTrack() {
    packager.add(1, 0, 0, 960, true, Samples.frame(1, 10));
    packager.add(1, 960, 960, 960, true, Samples.frame(2, 11));
    packager.add(0, 0, 0, 3600, true, Samples.frame(3, 100));

    BoxTree part = new BoxTree(packager.finishPart());

    assertThat(part.paths())
        .containsExactly(
            "moof",
            "moof/mfhd",
            "moof/traf",
            "moof/traf/tfhd",
            "moof/traf/tfdt",
            "moof/traf/trun",
            "moof/traf",
            "moof/traf/tfhd",
            "moof/traf/tfdt",
            "moof/traf/trun",
            "mdat");
    assertThat(part.one("mdat").payload().remaining()).isEqualTo(121);
  }

  @Test
  void numbersFragmentsFromOne() {
    for (int sequence = 1; sequence <= 3; sequence++) {
      packager.add(0, sequence, sequence, 1, true, Samples.frame(1, 10));
      BoxTree part = new BoxTree(packager.finishPart());

      assertThat(part.one("moof/mfhd").payload().getInt(4)).isEqualTo(sequence);
    }
  }

  @Test
  void keepsDecodeTimesThatDifferFromTheDurations() {
    // given samples with durations of 3600 ticks and distances of 3000 and 4500
    packager.add(0, 0x1_0000_0000L, 0x1_0000_0000L, 3600, true, Samples.frame(1, 10));
    packager.add(
        0, 0x1_0000_0000L + 3000, 0x1_0000_0000L + 7500, 3600, false, Samples.frame(2, 10));
    packager.add(
        0, 0x1_0000_0000L + 7500, 0x1_0000_0000L + 3000, 3600, false, Samples.frame(3, 10));

    // when
    BoxTree part = new BoxTree(packager.finishPart());

    // then
    assertThat(part.one("moof/traf/tfdt").payload().getLong(4)).isEqualTo(0x1_0000_0000L);
    ByteBuffer run = part.one("moof/traf/trun").payload();
    assertThat(run.getInt(0)).isEqualTo(0x01000f01);
    assertThat(run.getInt(4)).isEqualTo(3);
    assertThat(List.of(run.getInt(12), run.getInt(28), run.getInt(44)))
        .as("durations")
        .containsExactly(3000, 4500, 3600);
    assertThat(List.of(run.getInt(20), run.getInt(36), run.getInt(52)))
        .as("flags")
        .containsExactly(0x0200_0000, 0x0101_0000, 0x0101_0000);
    assertThat(List.of(run.getInt(24), run.getInt(40), run.getInt(56)))
        .as("signed composition offsets")
        .containsExactly(0, 4500, -4500);
  }

  @Test
  void boundsTheTimescale() {
    Fmp4Packager fine =
        new Fmp4Packager(List.of(Samples.video(Codec.VP9, Samples.VP9.config(), 1_000_000_000)));

    assertThat(fine.timescale(0)).isEqualTo(1_000_000);
    assertThat(packager.timescale(0)).isEqualTo(90_000);
  }

  @Test
  void doesNotMoveTheSamplesPosition() {
    ByteBuffer sample = Samples.frame(1, 10);

    packager.add(0, 0, 0, 1, true, sample);

    assertThat(sample.position()).isZero();
    assertThat(packager.pendingSamples()).isEqualTo(1);
  }

  @Test
  void partsAreIndependentOfLaterOnes() {
    packager.add(0, 0, 0, 1, true, Samples.frame(1, 50));
    Bytes first = packager.finishPart();
    Bytes copy = Bytes.wrap(first.toArray());

    packager.add(0, 1, 1, 1, true, Samples.frame(2, 50));
    packager.finishPart();

    assertThat(first).isEqualTo(copy);
  }

  @Test
  void refusesAnEmptyPartAndDecreasingDecodeTimes() {
    assertThatThrownBy(packager::finishPart).isInstanceOf(IllegalStateException.class);
    packager.add(0, 10, 10, 1, true, Samples.frame(1, 10));
    assertThatThrownBy(() -> packager.add(0, 9, 9, 1, false, Samples.frame(2, 10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("decode time 9 of track 1 is before the previous, 10");
  }

  @Test
  void releasesTheMemoryOfALargePart() {
    ByteBuffer large = Samples.frame(1, 5 << 20);
    packager.add(0, 0, 0, 1, true, large);
    packager.add(0, 1, 1, 1, true, Samples.frame(2, 10));

    assertThat(new BoxTree(packager.finishPart()).one("mdat").payload().slice(0, 5 << 20))
        .isEqualTo(large);
    packager.add(0, 2, 2, 1, true, Samples.frame(3, 10));
    assertThat(new BoxTree(packager.finishPart()).one("mdat").payload())
        .isEqualTo(Samples.frame(3, 10));
  }
}
