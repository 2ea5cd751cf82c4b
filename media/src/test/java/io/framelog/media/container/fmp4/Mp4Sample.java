package io.framelog.media.container.fmp4;

import io.framelog.media.container.EventListing;
import io.framelog.media.container.ParserFeed;
import io.framelog.media.container.ParserLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A sample of {@code src/test/samples/mp4}, and methods to parse it. */
record Mp4Sample(String name) {
  private static final Path FOLDER = Path.of("src/test/samples/mp4");

  /** Every fragmented sample. */
  static List<Mp4Sample> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".mp4") && !file.startsWith("plain"))
          .map(file -> new Mp4Sample(file.substring(0, file.length() - ".mp4".length())))
          .sorted(Comparator.comparing(Mp4Sample::name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file() {
    return FOLDER.resolve(name + ".mp4");
  }

  Path goldenListing() {
    return FOLDER.resolve(name + ".txt");
  }

  byte[] bytes() {
    try {
      return Files.readAllBytes(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  EventListing parse() {
    return ParserFeed.whole(parser(), bytes());
  }

  /** Parses in slices of one size. */
  static EventListing parse(byte[] bytes, int sliceSize) {
    return ParserFeed.sliced(parser(), bytes, left -> sliceSize);
  }

  /** Parses in slices of random sizes, 1 to {@code largest}. */
  static EventListing parse(byte[] bytes, Random random, int largest) {
    return ParserFeed.sliced(parser(), bytes, left -> 1 + random.nextInt(largest));
  }

  static EventListing parseBroken(byte[] bytes) {
    return ParserFeed.broken(parser(), bytes);
  }

  private static Fmp4Parser parser() {
    return new Fmp4Parser(ParserLimits.DEFAULT);
  }

  @Override
  public String toString() {
    return name;
  }
}
