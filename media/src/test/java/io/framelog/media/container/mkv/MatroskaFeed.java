package io.framelog.media.container.mkv;

import io.framelog.media.container.EventListing;
import io.framelog.media.container.ParserFeed;
import io.framelog.media.container.ParserLimits;
import java.util.function.IntUnaryOperator;

/** {@link ParserFeed} with a new parser for each call. */
final class MatroskaFeed {
  private MatroskaFeed() {}

  static EventListing whole(byte[]... bytes) {
    return ParserFeed.whole(parser(), Ebml.join(bytes));
  }

  static EventListing sliced(byte[] bytes, IntUnaryOperator nextSlice) {
    return ParserFeed.sliced(parser(), bytes, nextSlice);
  }

  static EventListing broken(byte[] bytes) {
    return ParserFeed.broken(parser(), bytes);
  }

  private static MatroskaParser parser() {
    return new MatroskaParser(ParserLimits.DEFAULT);
  }
}
