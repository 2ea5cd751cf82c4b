package io.framelog.worker;

import io.framelog.media.container.packet.FailureKind;

/**
 * A job cannot start or continue. The worker sends the kind and the message, a sentence for the
 * publisher or operator, at the end of the packet stream; the node then throws {@link
 * io.framelog.media.container.packet.WorkerFailedException}.
 */
public final class JobException extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureKind kind;

  public JobException(FailureKind kind, String sentence) {
    super(sentence);
    this.kind = kind;
  }

  public FailureKind kind() {
    return kind;
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
