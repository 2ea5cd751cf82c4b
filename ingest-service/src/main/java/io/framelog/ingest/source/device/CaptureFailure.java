package io.framelog.ingest.source.device;

import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.media.container.packet.FailureKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why an attempt at a capture ended.
 *
 * @param reason one of {@link #reasons()}
 * @param message a sentence for the operator
 */
record CaptureFailure(String reason, String message) {
  private static final String CRASHED = "crashed";

  /**
   * @param device the failure of the device that the worker reported, if any
   */
  static CaptureFailure of(SourceEnd end, Optional<FailureKind> device) {
    String message = end.detail().isEmpty() ? end.reason().wireName() : end.detail();
    if (device.isPresent()) {
      return new CaptureFailure(label(device.get()), message);
    }
    return new CaptureFailure(
        end.reason() == EndReason.WORKER_FAILED ? CRASHED : end.reason().wireName(), message);
  }

  /** All reasons. */
  static List<String> reasons() {
    return Stream.of(
            Arrays.stream(FailureKind.values()).map(CaptureFailure::label),
            Arrays.stream(EndReason.values()).map(EndReason::wireName),
            Stream.of(CRASHED))
        .flatMap(each -> each)
        .distinct()
        .toList();
  }

  private static String label(FailureKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
