package io.framelog.benchmarks.fanout;

import io.framelog.benchmarks.ingest.PublishedFile;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/** A short file played round and round as one endless stream of marked frames. */
final class MarkedLoop {
  private final PublishedFile file;
  private final List<MarkedFragment> fragments;
  private final long duration;

  /**
   * @throws IllegalArgumentException if the file does not begin with a keyframe or is shorter than
   *     two frames
   */
  MarkedLoop(PublishedFile file) {
    this.file = file;
    fragments =
        file.frames().stream()
            .filter(fragment -> fragment.length() > 0)
            .map(MarkedFragment::of)
            .toList();
    if (fragments.size() < 2 || !fragments.get(0).isKey()) {
      throw new IllegalArgumentException("expected two frames and more, a keyframe first");
    }
    long frame = fragments.get(1).decodeTime() - fragments.get(0).decodeTime();
    duration = fragments.get(fragments.size() - 1).decodeTime() + frame;
  }

  static String name(int stream) {
    return String.format(Locale.ROOT, "bench-%04d", stream);
  }

  /** All before the first frame, for a stream of that number. */
  ByteBuffer header(int stream) {
    return ByteBuffer.wrap(file.headerFor(name(stream)));
  }

  boolean isKey(int sequence) {
    return fragments.get(sequence % fragments.size()).isKey();
  }

  /** Any frame of the endless stream, marked with the present time. */
  ByteBuffer frame(int stream, int sequence) {
    long rounds = sequence / fragments.size();
    return fragments
        .get(sequence % fragments.size())
        .stamp(stream, sequence, rounds * duration, System.nanoTime());
  }
}
