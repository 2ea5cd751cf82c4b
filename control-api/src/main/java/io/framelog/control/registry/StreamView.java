package io.framelog.control.registry;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.framelog.controlplane.StreamState;
import io.framelog.log.IgnoredTrackInfo;
import io.framelog.log.TrackInfo;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A stream as the API shows it. */
@Schema(name = "Stream")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StreamView(
    @Schema(description = "Stream id", examples = "cam1") String id,
    @Schema(description = "Whether a publisher holds it, or has just dropped") Status status,
    @Schema(description = "Number of the publisher's session") long session,
    @Schema(description = "Ingest node of the session") String node,
    @Schema(description = "Protocol of the publisher", examples = "tcp") String source,
    @Schema(description = "Id of the current log, the first half of every position") String logId,
    @Schema(description = "When the session began") Instant startedAt,
    @Schema(description = "When its owner last described it") Instant updatedAt,
    @Schema(description = "MIME type for MediaSource; absent before the first keyframe")
        @Nullable String mime,
    @Schema(description = "Tracks of the current header") List<TrackInfo> tracks,
    @Schema(description = "Tracks that the publisher sends and that are left out, with the reason")
        List<IgnoredTrackInfo> ignoredTracks,
    @Schema(
            description =
                "Whether a viewer can join now: the stream is live, and its encoder makes"
                    + " keyframes at which players can start. False for an ended stream, whose past"
                    + " can be played with at= while its log keeps it")
        boolean joinable,
    @Schema(
            description =
                "What to change at the encoder, when it prevents viewers from joining, makes"
                    + " them wait, or excludes players from the stream")
        @Nullable String advice,
    @Schema(description = "Why the session ended; absent while it is live")
        @Nullable String endReason,
    @Schema(
            description =
                "When the publisher dropped, while its return is awaited; absent otherwise")
        @Nullable Instant droppedAt,
    @Schema(description = "Viewers on all live edges") int viewers) {

  /** Whether a publisher holds the stream. */
  public enum Status {
    LIVE,
    ENDED;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The end reason of a session whose node is gone. */
  static final String NODE_GONE = "node gone";

  /**
   * Creates the view of a stream.
   *
   * @param droppedAt when its publisher dropped, while its return is awaited
   */
  static StreamView of(
      StreamState state, boolean nodeLives, @Nullable Instant droppedAt, int viewers) {
    boolean live = droppedAt != null || (state.status() == StreamState.Status.LIVE && nodeLives);
    boolean orphaned = state.status() == StreamState.Status.LIVE && !nodeLives;
    return new StreamView(
        state.id(),
        live ? Status.LIVE : Status.ENDED,
        state.session(),
        state.node(),
        state.source(),
        state.logId(),
        state.startedAt(),
        state.updatedAt(),
        state.mime(),
        state.tracks(),
        state.ignoredTracks(),
        live && state.joinable(),
        state.advice(),
        orphaned ? NODE_GONE : state.endReason(),
        droppedAt,
        viewers);
  }

  /** Whether a publisher holds it at this moment. */
  @JsonIgnore
  public boolean hasPublisher() {
    return isLive() && droppedAt == null;
  }

  /** Whether its node is gone without having ended it. */
  @JsonIgnore
  public boolean isOrphaned() {
    return NODE_GONE.equals(endReason);
  }

  @JsonIgnore
  public boolean isLive() {
    return status == Status.LIVE;
  }
}
