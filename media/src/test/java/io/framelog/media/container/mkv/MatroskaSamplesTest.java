package io.framelog.media.container.mkv;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.container.EventListing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares ffmpeg's output with a listing stored with each sample. To rewrite the listings after a
 * change of the samples, use {@code -Dframelog.golden.write=true}, then review the difference.
 */
class MatroskaSamplesTest {
  private static final boolean WRITE = Boolean.getBoolean("framelog.golden.write");

  static List<String> samples() {
    return MatroskaSamples.all();
  }

  private static Path listing(String name) {
    return MatroskaSamples.path(name + ".txt");
  }

  @ParameterizedTest
  @MethodSource("samples")
  void readsTheSampleAsListed(String name) throws IOException {
    String text = MatroskaFeed.whole(MatroskaSamples.read(name)).text();
    if (WRITE) {
      Files.writeString(listing(name), text);
    }

    assertThat(text).isEqualTo(Files.readString(listing(name)));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void readsTheSameByteByByte(String name) throws IOException {
    String text = MatroskaFeed.sliced(MatroskaSamples.read(name), left -> 1).text();

    assertThat(text).isEqualTo(Files.readString(listing(name)));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void readsTheSameInRandomSlices(String name) throws IOException {
    for (int seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      String text =
          MatroskaFeed.sliced(MatroskaSamples.read(name), left -> 1 + random.nextInt(3000)).text();

      assertThat(text).as("seed %d", seed).isEqualTo(Files.readString(listing(name)));
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void deliversAllCompleteSamplesBeforeTheEnd(String name) {
    byte[] bytes = MatroskaSamples.read(name);
    List<EventListing.Line> all = MatroskaFeed.whole(bytes).samples();
    for (int end = 0; end < bytes.length; end += 199) {
      List<EventListing.Line> some = MatroskaFeed.broken(Arrays.copyOf(bytes, end)).samples();

      assertThat(all.subList(0, some.size())).as("cut at %d", end).isEqualTo(some);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void refusesOrSurvivesADamagedByte(String name) {
    byte[] bytes = MatroskaSamples.read(name);
    for (int at = 0; at < bytes.length; at += at < 600 ? 1 : 211) {
      for (int flip : new int[] {0xff, 0x81}) {
        byte[] broken = bytes.clone();
        broken[at] ^= (byte) flip;

        // Other exceptions than ContainerException, or samples larger than the input, fail.
        long delivered =
            MatroskaFeed.broken(broken).samples().stream().mapToLong(line -> line.size()).sum();
        assertThat(delivered).as("byte %d ^ %x", at, flip).isLessThanOrEqualTo(bytes.length);
      }
    }
  }
}
