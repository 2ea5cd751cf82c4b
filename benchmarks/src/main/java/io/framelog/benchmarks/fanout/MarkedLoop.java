package io.framelog.benchmarks.fanout;

import io.framelog.benchmarks.ingest.PublishedFile;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/** Repeats a short file as an endless stream of marked frames. */
final class MarkedLoop {
  private final PublishedFile file;
  private final List<MarkedFragment> fragments;
  private final long duration;
  private final int damageEvery;

  /**
   * @param damageEvery interval, in frames, at which a byte is changed after the check sum was
   *     calculated, to test its detection; 0 for never
   * @throws IllegalArgumentException if the file does not begin with a keyframe or is shorter than
   *     two frames
   */
  MarkedLoop(PublishedFile file, int damageEvery) {
    this.file = file;
    this.damageEvery = damageEvery;
    fragments =
        file.frames().stream()
            .filter(fragment -> fragment.length() > 0)
            .map(MarkedFragment::of)
            .toList();
    if (fragments.size() < 2 || !fragments.get(0).isKey()) {
      throw new IllegalArgumentException("expected at least two frames, a keyframe first");
    }
    long frame = fragments.get(1).decodeTime() - fragments.get(0).decodeTime();
    duration = fragments.get(fragments.size() - 1).decodeTime() + frame;
  }

  static String name(int stream) {
    return String.format(Locale.ROOT, "bench-%04d", stream);
  }

  /** The header before the first frame, for a stream number. */
  ByteBuffer header(int stream) {
    return ByteBuffer.wrap(file.headerFor(name(stream)));
  }

  boolean isKey(int sequence) {
    return fragments.get(sequence % fragments.size()).isKey();
  }

  /** A frame of the endless stream, marked with the current time. */
  ByteBuffer frame(int stream, int sequence) {
    long laterBy = sequence / fragments.size() * duration;
    ByteBuffer frame =
        fragments
            .get(sequence % fragments.size())
            .stamp(stream, sequence, laterBy, System.nanoTime());
    if (damageEvery > 0 && sequence % damageEvery == damageEvery - 1) {
      int last = frame.limit() - Mark.BYTES - 1;
      frame.put(last, (byte) ~frame.get(last));
    }
    return frame;
  }
}
