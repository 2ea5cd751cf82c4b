package io.framelog.edge.poster;

import io.framelog.worker.picture.PictureAnswer;
import io.framelog.worker.picture.PictureRequest;
import java.util.concurrent.CompletionStage;

/** Converts keyframes to JPEG. Thread-safe. */
@FunctionalInterface
public interface PictureDecoder {
  /**
   * Converts a keyframe.
   *
   * @return completes on any thread; fails when no decoder is available, independently of the
   *     keyframe
   */
  CompletionStage<PictureAnswer> decode(PictureRequest request);
}
