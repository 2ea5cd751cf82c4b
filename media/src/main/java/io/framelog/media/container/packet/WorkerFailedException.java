package io.framelog.media.container.packet;

/** A media worker failed for a reason other than the publisher's bytes. */
public final class WorkerFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureKind kind;

  /**
   * @param sentence what failed and what was expected, human-readable
   */
  public WorkerFailedException(FailureKind kind, String sentence) {
    super(sentence);
    this.kind = kind;
  }

  public FailureKind kind() {
    return kind;
  }
}
