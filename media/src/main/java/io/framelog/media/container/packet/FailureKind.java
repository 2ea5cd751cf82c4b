package io.framelog.media.container.packet;

import io.framelog.media.container.ContainerException.Reason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a media worker gave up, as its last message says. */
public enum FailureKind {
  MALFORMED(Reason.MALFORMED),
  TRUNCATED(Reason.TRUNCATED),
  LIMIT_EXCEEDED(Reason.LIMIT_EXCEEDED),
  UNSUPPORTED_CODEC(Reason.UNSUPPORTED_CODEC),
  /** No device, file or address of that name. */
  NOT_FOUND(null),
  /** Another program has the device. */
  BUSY(null),
  NO_PERMISSION(null),
  /** The device does not offer the size, rate or format asked for. */
  FORMAT_NOT_OFFERED(null),
  /** No such encoder in this FFmpeg, or it does not take the settings. */
  ENCODER(null),
  /** It was there and is gone. */
  DISAPPEARED(null),
  /** Anything else; the sentence says it. */
  OTHER(null);

  private final @Nullable Reason reason;

  FailureKind(@Nullable Reason reason) {
    this.reason = reason;
  }

  /** What is wrong with the publisher's bytes, where they are what failed. */
  public Optional<Reason> containerReason() {
    return Optional.ofNullable(reason);
  }
}
