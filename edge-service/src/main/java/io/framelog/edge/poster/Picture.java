package io.framelog.edge.poster;

import io.framelog.log.Position;

/** What a stream looks like, or why it cannot be shown. */
public sealed interface Picture {
  /**
   * A picture.
   *
   * @param position of the chunk that begins with it
   * @param jpeg a whole file
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Shown(Position position, byte[] jpeg) implements Picture {}

  /**
   * The keyframe there cannot be shown.
   *
   * @param sentence why, for people
   */
  record NotShown(Position position, String sentence) implements Picture {}

  /** The log holds no video. */
  record Nothing() implements Picture {}

  /** The log is out of reach, or the decoder has too much to do. */
  record NotNow() implements Picture {}

  /** Bytes it keeps in memory, roughly. */
  default int bytes() {
    int overhead = 200;
    return this instanceof Shown shown ? shown.jpeg().length + overhead : overhead;
  }
}
