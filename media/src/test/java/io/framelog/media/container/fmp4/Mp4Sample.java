package io.framelog.media.container.fmp4;

import io.framelog.media.container.ContainerException;
import io.framelog.media.container.EventListing;
import io.framelog.media.container.ParserLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A sample of {@code src/test/samples/mp4}, and the ways to feed it. */
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
    return parse(bytes(), Integer.MAX_VALUE);
  }

  /** Parses in slices of one size. */
  static EventListing parse(byte[] bytes, int sliceSize) {
    EventListing listing = new EventListing();
    Fmp4Parser parser = new Fmp4Parser(ParserLimits.DEFAULT);
    for (int from = 0; from < bytes.length; from += Math.min(sliceSize, bytes.length - from)) {
      feed(parser, bytes, from, Math.min(sliceSize, bytes.length - from), listing);
    }
    parser.finish(listing);
    return listing;
  }

  /** Parses in slices of sizes that a random number generator gives, 1 to {@code largest}. */
  static EventListing parse(byte[] bytes, Random random, int largest) {
    EventListing listing = new EventListing();
    Fmp4Parser parser = new Fmp4Parser(ParserLimits.DEFAULT);
    int from = 0;
    while (from < bytes.length) {
      int length = Math.min(1 + random.nextInt(largest), bytes.length - from);
      feed(parser, bytes, from, length, listing);
      from += length;
    }
    parser.finish(listing);
    return listing;
  }

  /** Parses what may be broken: any exception but a {@link ContainerException} gets out. */
  static EventListing parseBroken(byte[] bytes) {
    EventListing listing = new EventListing();
    Fmp4Parser parser = new Fmp4Parser(ParserLimits.DEFAULT);
    try {
      feed(parser, bytes, 0, bytes.length, listing);
      parser.finish(listing);
    } catch (ContainerException e) {
      if (e.byteOffset() < 0 || !String.valueOf(e.getMessage()).contains(" at byte ")) {
        throw new AssertionError("the error does not say where", e);
      }
    }
    return listing;
  }

  /** The slice is a copy of its own, so that a parser which keeps a view of it is found out. */
  private static void feed(
      Fmp4Parser parser, byte[] bytes, int from, int length, EventListing listing) {
    byte[] slice = Arrays.copyOfRange(bytes, from, from + length);
    ByteBuffer input = ByteBuffer.wrap(slice);
    long before = parser.bytesConsumed();
    parser.feed(input, listing);
    if (input.hasRemaining() || parser.bytesConsumed() != before + length) {
      throw new AssertionError("the parser left bytes of its input");
    }
    Arrays.fill(slice, (byte) 0xee);
  }

  @Override
  public String toString() {
    return name;
  }
}
