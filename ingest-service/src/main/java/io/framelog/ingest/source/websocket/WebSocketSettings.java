package io.framelog.ingest.source.websocket;

import io.framelog.ingest.IngestConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * The values of {@code framelog.ingest.websocket} and {@code framelog.ingest.watch-url}.
 *
 * @param messageBytes largest binary message, bytes
 * @param messagesPerSecond most messages a second, averaged over ten seconds
 * @param watchUrl base URL of the viewers' pages; empty when the page has to find it itself
 */
public record WebSocketSettings(int messageBytes, int messagesPerSecond, Optional<URI> watchUrl) {
  /**
   * Reads the values.
   *
   * @throws IllegalArgumentException naming {@code watch-url} when it is not valid
   */
  public static WebSocketSettings from(IngestConfig config) {
    IngestConfig.Websocket given = config.websocket();
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
      throw new IllegalArgumentException(expected(given), e);
    }
    throw new IllegalArgumentException(expected(given));
  }

  private static String expected(String given) {
    return "framelog.ingest.watch-url is " + given + ", expected an http or https URL of an edge";
  }
}
