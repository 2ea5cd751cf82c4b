package io.framelog.controlplane;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.framelog.log.IgnoredTrackInfo;
import io.framelog.log.StreamId;
import io.framelog.log.TrackInfo;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One stream as its session's owner last described it; a record of {@code framelog.streams}, keyed
 * by stream id.
 *
 * @param id stream id
 * @param status whether a publisher holds it
 * @param session session number, the offset of its claim
 * @param node ingest node that owns the session
 * @param source the publisher's protocol: {@code tcp}, {@code http}, …; unknown when it is absent
 * @param logId id of the current log
 * @param startedAt when the session began
 * @param updatedAt when this was written
 * @param mime MIME type of the current header; absent before the first
 * @param tracks tracks of the current header; none when they are absent
 * @param ignoredTracks tracks of the publisher that are left out; none when they are absent
 * @param joinable false when the encoder makes no keyframes a viewer could join at
 * @param advice what to change at the encoder, when it makes viewers wait or excludes HLS players
 * @param chunkLimit what edges keep of a chunk; as much as they can when it is absent
 * @param endReason why the session ended; absent while live
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StreamState(
    String id,
    Status status,
    @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) long session,
    String node,
    @Nullable String source,
    String logId,
    Instant startedAt,
    Instant updatedAt,
    @Nullable String mime,
    @Nullable List<TrackInfo> tracks,
    @Nullable List<IgnoredTrackInfo> ignoredTracks,
    boolean joinable,
    @Nullable String advice,
    @Nullable ChunkLimit chunkLimit,
    @Nullable String endReason)
    implements Identified {
  /** Whether a publisher holds the stream. */
  public enum Status {
    LIVE,
    ENDED
  }

  public StreamState {
    Required.field("id", id);
    if (!StreamId.isValid(id)) {
      throw new IllegalArgumentException("id is not a stream's");
    }
    Required.field("status", status);
    Required.notNegative("session", session);
    Required.field("node", node);
    Required.field("logId", logId);
    Required.field("startedAt", startedAt);
    Required.field("updatedAt", updatedAt);
    source = source == null ? "unknown" : source;
    tracks = tracks == null ? List.of() : List.copyOf(tracks);
    ignoredTracks = ignoredTracks == null ? List.of() : List.copyOf(ignoredTracks);
  }

  @Override
  public String source() {
    return Objects.requireNonNullElse(source, "unknown");
  }

  @Override
  public List<TrackInfo> tracks() {
    return tracks == null ? List.of() : tracks;
  }

  @Override
  public List<IgnoredTrackInfo> ignoredTracks() {
    return ignoredTracks == null ? List.of() : ignoredTracks;
  }
}
