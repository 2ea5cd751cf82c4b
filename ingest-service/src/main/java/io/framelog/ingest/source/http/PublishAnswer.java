package io.framelog.ingest.source.http;

import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.IgnoredTracksJson;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.log.IgnoredTrackInfo;
import io.framelog.log.StreamId;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to a publisher over HTTP; ASCII. */
final class PublishAnswer {
  private PublishAnswer() {}

  /**
   * The answer's body.
   *
   * @param stream what the path names; null when that is no stream id
   * @param bytes of the publisher's body that were received
   * @param ignoredTracks tracks that were left out
   */
  static JsonObject of(
      @Nullable StreamId stream, SourceEnd end, long bytes, List<IgnoredTrackInfo> ignoredTracks) {
    JsonObject answer = new JsonObject().put("result", end.reason().wireName());
    if (stream != null) {
      answer.put("stream", stream.value());
    }
    if (!ignoredTracks.isEmpty()) {
      answer.put("ignoredTracks", IgnoredTracksJson.of(ignoredTracks));
    }
    if (end.reason() == EndReason.FINISHED) {
      return answer.put("bytes", bytes);
    }
    return answer.put("message", end.sentence()).put("retry", end.reason().isWorthARetry());
  }
}
