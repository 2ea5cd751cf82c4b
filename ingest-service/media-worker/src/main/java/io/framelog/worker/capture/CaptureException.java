package io.framelog.worker.capture;

import io.framelog.media.container.packet.FailureKind;

/** A capture cannot begin or go on; the message is a sentence for the operator. */
final class CaptureException extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureKind kind;

  CaptureException(FailureKind kind, String sentence) {
    super(sentence);
    this.kind = kind;
  }

  FailureKind kind() {
    return kind;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
