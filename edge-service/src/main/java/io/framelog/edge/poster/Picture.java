package io.framelog.edge.poster;

import io.framelog.log.Position;

/** A picture of a stream, or the reason why there is none. */
public sealed interface Picture {
  /**
   * A picture.
   *
   * @param position of the chunk that begins with it
   * @param jpeg a complete file
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Shown(Position position, byte[] jpeg) implements Picture {}

  /**
   * The keyframe at a position cannot be shown.
   *
   * @param sentence the reason, for people
   */
  record NotShown(Position position, String sentence) implements Picture {}

  /** The log has no video. */
  record Nothing() implements Picture {}

  /** The log cannot be reached, or the decoder is overloaded. */
  record NotNow() implements Picture {}

  /** Approximate size in memory, bytes. */
  default int bytes() {
    int overhead = 200;
    return this instanceof Shown shown ? shown.jpeg().length + overhead : overhead;
  }
}
