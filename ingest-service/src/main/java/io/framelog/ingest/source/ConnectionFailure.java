package io.framelog.ingest.source;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Readable reasons of connection failures: Netty's messages name system calls. */
public final class ConnectionFailure {
  /** As of Netty's native transports: {@code recvAddress(..) failed with error(-104): …}. */
  private static final Pattern SYSTEM_CALL =
      Pattern.compile(".*failed with error\\(-?(\\d+)\\)(?:: (.+))?");

  /** Meanings of Linux error numbers, for messages without one. */
  private static final Map<String, String> MEANINGS =
      Map.of(
          "32", "connection closed by peer",
          "104", "connection reset by peer",
          "110", "connection timed out",
          "113", "no route to host");

  private ConnectionFailure() {}

  public static String describe(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    Matcher call = SYSTEM_CALL.matcher(message);
    if (!call.matches()) {
      return message;
    }
    String meaning = MEANINGS.get(call.group(1));
    if (meaning != null) {
      return meaning;
    }
    return call.group(2) == null
        ? "system error " + call.group(1)
        : call.group(2).toLowerCase(Locale.ROOT);
  }
}
