package io.framelog.process;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What made a {@link java.util.concurrent.CompletionStage} fail. */
public final class StageFailure {
  private StageFailure() {}

  /**
   * The failure itself, without the {@link CompletionException} that dependent stages put around
   * it.
   */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /** The same in a handler of both outcomes; null where the stage has not failed. */
  public static @Nullable Throwable causeIfFailed(@Nullable Throwable failure) {
    return failure == null ? null : cause(failure);
  }
}
