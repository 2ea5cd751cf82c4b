package io.framelog.edge.poster;

import io.framelog.worker.picture.PictureAnswer;
import io.framelog.worker.picture.PictureRequest;
import java.util.concurrent.CompletionStage;

/** Makes JPEG of keyframes. Thread-safe. */
@FunctionalInterface
public interface PictureDecoder {
  /**
   * Makes one.
   *
   * @return answers on any thread; fails when there is no decoder now, whatever the keyframe
   */
  CompletionStage<PictureAnswer> decode(PictureRequest request);
}
