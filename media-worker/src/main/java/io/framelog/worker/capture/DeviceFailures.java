package io.framelog.worker.capture;

import io.framelog.media.container.packet.FailureKind;
import io.framelog.worker.FfmpegError;
import io.framelog.worker.JobException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Derives an error message from the failure of a device. FFmpeg's error number usually identifies
 * the cause; several devices return "I/O error" for everything and log the reason.
 */
final class DeviceFailures {
  /** Numbers of {@code errno.h} that Linux, macOS and Windows share, negative as in FFmpeg. */
  private static final Map<Integer, FailureKind> BY_NUMBER =
      Map.of(
          -1, FailureKind.NO_PERMISSION,
          -2, FailureKind.NOT_FOUND,
          -6, FailureKind.NOT_FOUND,
          -13, FailureKind.NO_PERMISSION,
          -16, FailureKind.BUSY,
          -19, FailureKind.NOT_FOUND,
          -22, FailureKind.FORMAT_NOT_OFFERED);

  /** In lower case; the first match counts. */
  private static final List<Map.Entry<String, FailureKind>> BY_WORDS =
      List.of(
          Map.entry("resource busy", FailureKind.BUSY),
          Map.entry("already in use", FailureKind.BUSY),
          Map.entry("permission denied", FailureKind.NO_PERMISSION),
          Map.entry("operation not permitted", FailureKind.NO_PERMISSION),
          Map.entry("access denied", FailureKind.NO_PERMISSION),
          Map.entry("not authorized", FailureKind.NO_PERMISSION),
          Map.entry("cannot open display", FailureKind.NOT_FOUND),
          Map.entry("connection refused", FailureKind.NOT_FOUND),
          Map.entry("no such", FailureKind.NOT_FOUND),
          Map.entry("could not find", FailureKind.NOT_FOUND),
          Map.entry("device not found", FailureKind.NOT_FOUND),
          Map.entry("outside the screen", FailureKind.FORMAT_NOT_OFFERED),
          Map.entry("not supported", FailureKind.FORMAT_NOT_OFFERED),
          Map.entry("cannot set sample rate", FailureKind.FORMAT_NOT_OFFERED),
          Map.entry("cannot set channel count", FailureKind.FORMAT_NOT_OFFERED));

  private DeviceFailures() {}

  /**
   * @param number FFmpeg's error code, negative
   * @param log FFmpeg's log messages since the device was opened
   */
  static JobException opening(Device device, int number, List<String> log) {
    FailureKind kind = kind(device, number, log);
    return new JobException(kind, words(kind, device) + said(number, log));
  }

  /** The failure of a device that had delivered frames. */
  static JobException reading(Device device, int number, List<String> log) {
    return new JobException(
        FailureKind.DISAPPEARED, device + " stopped delivering" + said(number, log));
  }

  private static FailureKind kind(Device device, int number, List<String> log) {
    String all = String.join("\n", log).toLowerCase(Locale.ROOT);
    for (Map.Entry<String, FailureKind> words : BY_WORDS) {
      if (all.contains(words.getKey())) {
        return words.getValue();
      }
    }
    // PulseAudio's client logs nothing, and has its own error codes for a missing server or source.
    FailureKind otherwise =
        device.scheme().equals("pulse") ? FailureKind.NOT_FOUND : FailureKind.OTHER;
    return BY_NUMBER.getOrDefault(number, otherwise);
  }

  private static String words(FailureKind kind, Device device) {
    return switch (kind) {
      case NOT_FOUND -> missing(device);
      case BUSY -> device + " is busy: another program has it";
      case NO_PERMISSION -> "no permission to open " + device;
      case FORMAT_NOT_OFFERED -> device + " does not offer the requested format";
      default -> device + " cannot be opened";
    };
  }

  private static String missing(Device device) {
    return switch (device.scheme()) {
      case "x11grab" -> "no such device: no X server at " + device.name() + " lets this user in";
      case "pulse" ->
          "no such device: PulseAudio has no source "
              + device.name()
              + ", or does not answer this user";
      default -> "no such device: " + device;
    };
  }

  private static String said(int number, List<String> log) {
    return log.isEmpty()
        ? " (" + FfmpegError.text(number) + ")"
        : " (" + log.get(log.size() - 1) + ")";
  }
}
