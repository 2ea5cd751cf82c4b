package io.framelog.process;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The cause of a failed {@link java.util.concurrent.CompletionStage}. */
public final class StageFailure {
  private StageFailure() {}

  /** The failure without the {@link CompletionException} that dependent stages wrap it in. */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /** Like {@link #cause}, for a handler of both outcomes: null if the stage has not failed. */
  public static @Nullable Throwable causeIfFailed(@Nullable Throwable failure) {
    return failure == null ? null : cause(failure);
  }
}
