package io.framelog.media.container.packet;

/** A media worker gave up for a reason that does not lie in a publisher's bytes. */
public final class WorkerFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureKind kind;

  /**
   * @param sentence what failed and what was expected, in plain words
   */
  public WorkerFailedException(FailureKind kind, String sentence) {
    super(sentence);
    this.kind = kind;
  }

  public FailureKind kind() {
    return kind;
  }
}
