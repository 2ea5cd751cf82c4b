package io.framelog.media.container.fmp4;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.container.EventListing;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares ffmpeg's output with a listing stored with each sample. To rewrite the listings after a
 * change of the samples, use {@code -Dframelog.golden.write=true}, then review the difference.
 */
class Fmp4SamplesTest {
  private static final boolean WRITE = Boolean.getBoolean("framelog.golden.write");

  static List<Mp4Sample> samples() {
    return Mp4Sample.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void readsTheSampleAsListed(Mp4Sample sample) throws IOException {
    String text = sample.parse().text();
    if (WRITE) {
      Files.writeString(sample.goldenListing(), text);
    }

    assertThat(text).isEqualTo(Files.readString(sample.goldenListing()));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void readsTheSameByteByByte(Mp4Sample sample) throws IOException {
    String text = Mp4Sample.parse(sample.bytes(), 1).text();

    assertThat(text).isEqualTo(Files.readString(sample.goldenListing()));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void readsTheSameInRandomSlices(Mp4Sample sample) throws IOException {
    for (int seed = 0; seed < 4; seed++) {
      String text = Mp4Sample.parse(sample.bytes(), new Random(seed), 3000).text();

      assertThat(text).as("seed %d", seed).isEqualTo(Files.readString(sample.goldenListing()));
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void deliversAllCompleteSamplesBeforeTheEnd(Mp4Sample sample) {
    byte[] bytes = sample.bytes();
    List<EventListing.Line> all = sample.parse().samples();
    for (int end = 0; end < bytes.length; end += 307) {
      List<EventListing.Line> some = Mp4Sample.parseBroken(Arrays.copyOf(bytes, end)).samples();

      assertThat(all.subList(0, some.size())).as("cut at %d", end).isEqualTo(some);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void refusesOrSurvivesADamagedByte(Mp4Sample sample) {
    byte[] bytes = sample.bytes();
    for (int at = 0; at < bytes.length; at += at < 1500 ? 1 : 307) {
      for (int flip : new int[] {0xff, 0x01}) {
        byte[] broken = bytes.clone();
        broken[at] ^= (byte) flip;

        // Other exceptions than ContainerException, or samples larger than the input, fail.
        long delivered =
            Mp4Sample.parseBroken(broken).samples().stream().mapToLong(s -> s.size()).sum();
        assertThat(delivered).as("byte %d ^ %x", at, flip).isLessThanOrEqualTo(bytes.length);
      }
    }
  }
}
