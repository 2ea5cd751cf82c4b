package io.framelog.media.container.mkv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The committed samples, made by {@code src/test/samples-mkv/make.sh}. */
public final class MatroskaSamples {
  private static final Path FOLDER = Path.of("src/test/samples-mkv");

  private MatroskaSamples() {}

  public static Path path(String name) {
    return FOLDER.resolve(name);
  }

  public static byte[] read(String name) {
    try {
      return Files.readAllBytes(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of all samples, sorted. */
  public static List<String> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".webm") || name.endsWith(".mkv"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
