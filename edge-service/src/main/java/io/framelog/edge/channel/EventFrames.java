package io.framelog.edge.channel;

import io.framelog.edge.frame.SharedFrame;
import io.framelog.log.LogRecord;
import io.framelog.log.Position;
import org.jspecify.annotations.Nullable;

/**
 * Frames what happened on a channel, once for all of its viewers. The protocol's package implements
 * it, so that the fan-out knows no message. The caller owns the one reference of each frame.
 * Thread-safe.
 */
public interface EventFrames {
  /**
   * An init segment follows.
   *
   * @param header of the chunk
   * @param position of the header
   */
  SharedFrame start(LogRecord.Header header, Position position);

  /**
   * A chunk's parts follow.
   *
   * @param position of the header
   * @param firstPtsUs presentation time of the first sample on the stream's timeline, µs
   */
  SharedFrame chunk(LogRecord.Header header, Position position, long firstPtsUs);

  /**
   * Media is missing here.
   *
   * @param chunks lost wholly or in part; 0 when not known
   * @param advice what to change at the encoder; null when not known
   */
  SharedFrame gap(GapReason reason, long chunks, @Nullable String advice);

  /** The session is over. */
  SharedFrame end(String reason);

  /** Nobody publishes. */
  SharedFrame waiting();
}
