package io.framelog.media.container.packet;

import io.framelog.media.container.ContainerException.Reason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a media worker failed, from its last message. */
public enum FailureKind {
  MALFORMED(Reason.MALFORMED),
  TRUNCATED(Reason.TRUNCATED),
  LIMIT_EXCEEDED(Reason.LIMIT_EXCEEDED),
  UNSUPPORTED_CODEC(Reason.UNSUPPORTED_CODEC),
  /** There is no device, file or address of that name. */
  NOT_FOUND(null),
  /** Another program uses the device. */
  BUSY(null),
  NO_PERMISSION(null),
  /** The device does not offer the size, rate or format asked for. */
  FORMAT_NOT_OFFERED(null),
  /** This FFmpeg does not have the encoder, or the encoder refuses the settings. */
  ENCODER(null),
  /** The device was removed or stopped. */
  DISAPPEARED(null),
  /** Any other reason; see the sentence. */
  OTHER(null);

  private final @Nullable Reason reason;

  FailureKind(@Nullable Reason reason) {
    this.reason = reason;
  }

  /** The error in the publisher's bytes, if they caused the failure. */
  public Optional<Reason> containerReason() {
    return Optional.ofNullable(reason);
  }
}
