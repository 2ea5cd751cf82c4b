package io.framelog.media.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Seeds for mutation: the output of real publishers, from the committed samples. */
public final class FuzzSeeds {
  /**
   * Enough for header and first fragments; more makes each run slower without reaching more code.
   */
  private static final int HEAD_BYTES = 8 << 10;

  private FuzzSeeds() {}

  /** The beginning of each sample made by {@code src/test/samples/make.sh}. */
  public static Stream<byte[]> mp4() {
    return heads(Path.of("src/test/samples/mp4"), ".*\\.mp4");
  }

  /** The beginning of each sample made by {@code src/test/samples-mkv/make.sh}. */
  public static Stream<byte[]> matroska() {
    return heads(Path.of("src/test/samples-mkv"), ".*\\.(mkv|webm)");
  }

  /** The beginning of each image of the parser's tests. */
  public static Stream<byte[]> images() {
    return heads(Path.of("src/test/samples-image"), ".*\\.(jpe?g|webp)");
  }

  private static Stream<byte[]> heads(Path folder, String name) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(name))
          .sorted()
          .map(FuzzSeeds::head)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] head(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return bytes.length <= HEAD_BYTES ? bytes : Arrays.copyOf(bytes, HEAD_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
