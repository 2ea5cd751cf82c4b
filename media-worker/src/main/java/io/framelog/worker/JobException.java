package io.framelog.worker;

import io.framelog.media.container.packet.FailureKind;

/**
 * A job cannot begin or go on. The kind and the message, a sentence for the publisher or operator,
 * are the packet stream's last; the node's end of it is {@link
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
