package io.framelog.edge.poster;

import io.framelog.log.Position;
import io.framelog.log.StreamId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A source of keyframes. Stages complete on any thread and fail when the log cannot be reached. */
public interface KeyframeSource {
  /** The position of the newest chunk; empty when the log has none. */
  CompletionStage<Optional<Position>> newest(StreamId stream);

  /**
   * Reads the keyframe of the chunk at a position, or of a later one.
   *
   * @return empty when the chunk has no video
   */
  CompletionStage<Optional<Keyframe>> read(StreamId stream, Position chunk);
}
