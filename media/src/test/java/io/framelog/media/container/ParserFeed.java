package io.framelog.media.container;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** Ways to feed a parser. */
public final class ParserFeed {
  private ParserFeed() {}

  public static EventListing whole(ContainerParser parser, byte[] bytes) {
    return sliced(parser, bytes, left -> left);
  }

  /**
   * Feeds in slices.
   *
   * @param nextSlice maps the number of remaining bytes to the size of the next slice, at least 1
   */
  public static EventListing sliced(
      ContainerParser parser, byte[] bytes, IntUnaryOperator nextSlice) {
    EventListing listing = new EventListing();
    int from = 0;
    while (from < bytes.length) {
      int left = bytes.length - from;
      int length = Math.min(left, nextSlice.applyAsInt(left));
      feed(parser, bytes, from, length, listing);
      from += length;
    }
    parser.finish(listing);
    return listing;
  }

  /**
   * Parses input that may be invalid: propagates any exception except {@link ContainerException}.
   */
  public static EventListing broken(ContainerParser parser, byte[] bytes) {
    EventListing listing = new EventListing();
    try {
      feed(parser, bytes, 0, bytes.length, listing);
      parser.finish(listing);
    } catch (ContainerException e) {
      if (e.byteOffset() < 0 || !String.valueOf(e.getMessage()).contains(" at byte ")) {
        throw new AssertionError("the error has no valid offset", e);
      }
    }
    return listing;
  }

  /** The slice is overwritten after the call, to detect a parser that keeps a view. */
  private static void feed(
      ContainerParser parser, byte[] bytes, int from, int length, EventListing listing) {
    byte[] slice = Arrays.copyOfRange(bytes, from, from + length);
    ByteBuffer input = ByteBuffer.wrap(slice);
    long before = parser.bytesConsumed();
    parser.feed(input, listing);
    if (input.hasRemaining() || parser.bytesConsumed() != before + length) {
      throw new AssertionError("the parser left bytes of its input");
    }
    Arrays.fill(slice, (byte) 0xee);
  }
}
