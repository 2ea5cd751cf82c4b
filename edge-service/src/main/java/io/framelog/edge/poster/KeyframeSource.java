package io.framelog.edge.poster;

import io.framelog.log.Position;
import io.framelog.log.StreamId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where keyframes come from. Answers on any thread; fails when the log is out of reach. */
public interface KeyframeSource {
  /** Where the newest chunk begins; empty when the log holds none. */
  CompletionStage<Optional<Position>> newest(StreamId stream);

  /**
   * Reads the keyframe of the chunk at a position, or of a later one.
   *
   * @return empty when it is no video
   */
  CompletionStage<Optional<Keyframe>> read(StreamId stream, Position chunk);
}
