package io.framelog.ingest.source.device;

import io.framelog.controlplane.CaptureSpec;
import io.framelog.controlplane.ControlJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Arguments of the media worker, {@code name=value}; the worker chooses absent ones. The names are
 * those of the fields of {@link CaptureSpec}, {@code frame-rate} for {@code frameRate}.
 */
final class CaptureArguments {
  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

  private CaptureArguments() {}

  static List<String> of(CaptureSpec spec) {
    List<String> arguments = new ArrayList<>();
    ControlJson.fields(spec).forEach((field, value) -> add(arguments, field, value.toString()));
    return arguments;
  }

  private static void add(List<String> arguments, String field, String value) {
    switch (field) {
      case "name", "stream" -> {
        // The node publishes, not the worker.
      }
      case "size" -> {
        int by = value.indexOf('x');
        arguments.add("width=" + value.substring(0, by));
        arguments.add("height=" + value.substring(by + 1));
      }
      default -> arguments.add(name(field) + "=" + value);
    }
  }

  private static String name(String field) {
    return CAPITAL
        .matcher(field)
        .replaceAll(letter -> "-" + letter.group().toLowerCase(Locale.ROOT));
  }
}
