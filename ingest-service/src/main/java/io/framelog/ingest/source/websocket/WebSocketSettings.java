package io.framelog.ingest.source.websocket;

import io.framelog.ingest.IngestConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * The values of {@code framelog.ingest.websocket} and {@code framelog.ingest.watch-url} after they
 * were checked.
 *
 * @param messageBytes largest binary message, bytes
 * @param messagesPerSecond most messages a second, averaged over ten seconds
 * @param watchUrl base URL of the viewers' pages; empty when the page has to find it itself
 */
public record WebSocketSettings(int messageBytes, int messagesPerSecond, Optional<URI> watchUrl) {
  private static final String WATCH_URL = "an http or https URL of an edge";
  private static final int MIN_MESSAGE_BYTES = 64 * 1024;

  /**
   * Checks an operator's values.
   *
   * @throws IllegalArgumentException naming the key and what it expects
   */
  public static WebSocketSettings from(IngestConfig config) {
    IngestConfig.Websocket given = config.websocket();
    int sampleBytes = config.limits().sampleBytes();
    if (given.messageBytes() < MIN_MESSAGE_BYTES || given.messageBytes() > sampleBytes) {
      throw invalid(
          "websocket.message-bytes",
          given.messageBytes(),
          MIN_MESSAGE_BYTES + " to framelog.ingest.limits.sample-bytes, which is " + sampleBytes);
    }
    if (given.messagesPerSecond() < 1) {
      throw invalid("websocket.messages-per-second", given.messagesPerSecond(), "at least 1");
    }
    return new WebSocketSettings(
        given.messageBytes(),
        given.messagesPerSecond(),
        config.watchUrl().map(WebSocketSettings::watchUrl));
  }

  private static URI watchUrl(String given) {
    try {
      URI url = new URI(given.endsWith("/") ? given : given + "/");
      if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(invalid("watch-url", given, WATCH_URL).getMessage(), e);
    }
    throw invalid("watch-url", given, WATCH_URL);
  }

  private static IllegalArgumentException invalid(String key, Object value, String expected) {
    return new IllegalArgumentException(
        "framelog.ingest." + key + " is " + value + ", expected " + expected);
  }
}
