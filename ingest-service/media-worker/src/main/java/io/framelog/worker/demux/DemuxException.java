package io.framelog.worker.demux;

import io.framelog.media.container.packet.FailureKind;

/** The publisher's bytes cannot be demuxed; the message is for the publisher. */
final class DemuxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureKind kind;

  DemuxException(FailureKind kind, String sentence) {
    super(sentence);
    this.kind = kind;
  }

  FailureKind kind() {
    return kind;
  }
}
