package io.framelog.ingest.source.websocket;

import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.IgnoredTracksJson;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.log.IgnoredTrackInfo;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The text messages of the publisher protocol, docs/3-wire-format. */
final class PublisherMessage {
  /** Longest text message of a publisher, bytes of UTF-8. */
  static final int MAX = 1024;

  /** Longest reason of a close frame, bytes: RFC 6455 §5.5 allows 125 with the code. */
  private static final int MAX_CLOSE_REASON = 123;

  private static final String IGNORED_TRACKS = "ignoredTracks";
  private static final int NORMAL = 1000;
  private static final int PRIVATE_CODES = 4000;

  private PublisherMessage() {}

  /** The types of a publisher's messages. */
  enum Said {
    /** The following bytes are a new file and begin with a header. */
    START,
    /** The publisher has sent everything and expects {@code ended} when all of it is in the log. */
    END,
    /** A type that this version does not know. */
    UNKNOWN
  }

  /**
   * Reads a publisher's message.
   *
   * @throws IllegalArgumentException when it is no JSON object with a type
   */
  static Said parse(String text) {
    try {
      Object type = new JsonObject(text).getValue("type");
      if (type instanceof String name) {
        return switch (name) {
          case "start" -> Said.START;
          case "end" -> Said.END;
          default -> Said.UNKNOWN;
        };
      }
    } catch (DecodeException e) {
      throw new IllegalArgumentException("text message is not a JSON object", e);
    }
    throw new IllegalArgumentException("text message has no type");
  }

  static String accepted(
      String stream, long session, Optional<URI> watchUrl, List<IgnoredTrackInfo> ignoredTracks) {
    JsonObject message =
        new JsonObject().put("type", "accepted").put("stream", stream).put("session", session);
    watchUrl.ifPresent(url -> message.put("edge", url.toString()));
    if (!ignoredTracks.isEmpty()) {
      message.put(IGNORED_TRACKS, IgnoredTracksJson.of(ignoredTracks));
    }
    return message.encode();
  }

  /** The tracks that are left out have changed since {@code accepted}. */
  static String ignoredTracks(List<IgnoredTrackInfo> ignoredTracks) {
    return new JsonObject()
        .put("type", "ignored")
        .put(IGNORED_TRACKS, IgnoredTracksJson.of(ignoredTracks))
        .encode();
  }

  static String paused() {
    return new JsonObject().put("type", "paused").encode();
  }

  static String resumed() {
    return new JsonObject().put("type", "resumed").encode();
  }

  /** The end of the connection; {@code refused} when the publisher was rejected. */
  static String over(SourceEnd end) {
    return new JsonObject()
        .put("type", end.reason().isRejection() ? "refused" : "ended")
        .put("reason", end.reason().wireName())
        .put("message", end.detail())
        .put("retry", end.reason().isWorthARetry())
        .encode();
  }

  /** 1000 for success, otherwise 4000 plus the status of an HTTP answer. */
  static short closeCode(EndReason reason) {
    return (short) (reason == EndReason.FINISHED ? NORMAL : PRIVATE_CODES + reason.httpStatus());
  }

  /** As much of the reason as fits; {@link SourceEnd#text()} is ASCII. */
  static String closeReason(SourceEnd end) {
    String text = end.text();
    return text.length() <= MAX_CLOSE_REASON ? text : text.substring(0, MAX_CLOSE_REASON);
  }
}
