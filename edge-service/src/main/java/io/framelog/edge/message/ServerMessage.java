package io.framelog.edge.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.framelog.controlplane.ControlJson;
import io.framelog.edge.frame.SharedFrame;
import io.framelog.log.IgnoredTrackInfo;
import io.framelog.log.TrackInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages from an edge to a player; the field names are those on the wire. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ServerMessage.Hello.class, name = "hello"),
  @JsonSubTypes.Type(value = ServerMessage.Start.class, name = "start"),
  @JsonSubTypes.Type(value = ServerMessage.Chunk.class, name = "chunk"),
  @JsonSubTypes.Type(value = ServerMessage.NextPosition.class, name = "position"),
  @JsonSubTypes.Type(value = ServerMessage.Gap.class, name = "gap"),
  @JsonSubTypes.Type(value = ServerMessage.Waiting.class, name = "waiting"),
  @JsonSubTypes.Type(value = ServerMessage.End.class, name = "end"),
  @JsonSubTypes.Type(value = ServerMessage.Failure.class, name = "error"),
  @JsonSubTypes.Type(value = ServerMessage.Moved.class, name = "moved"),
  @JsonSubTypes.Type(value = ServerMessage.Heartbeat.class, name = "heartbeat"),
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface ServerMessage {
  /**
   * The first message.
   *
   * @param edge node id
   * @param time the edge's clock, ms since 1970
   * @param heartbeatMs longest time between two messages on a working connection, ms; absent if
   *     unknown
   */
  record Hello(String edge, long time, @Nullable Long heartbeatMs) implements ServerMessage {}

  /** Shows that the edge is alive; sent when no other message was sent for a while. */
  record Heartbeat() implements ServerMessage {}

  /**
   * The next binary message is an init segment.
   *
   * @param ignoredTracks the publisher's tracks that are omitted; absent if there are none
   * @param position of the chunk's header
   */
  record Start(
      long session,
      String mime,
      List<TrackInfo> tracks,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<IgnoredTrackInfo> ignoredTracks,
      String position)
      implements ServerMessage {
    public Start {
      tracks = List.copyOf(tracks);
      ignoredTracks = List.copyOf(ignoredTracks);
    }
  }

  /**
   * A chunk's parts follow.
   *
   * @param position of its header
   * @param wallClock of its first sample, ms since 1970
   * @param ptsUs of its first sample, µs on the stream's timeline
   * @param spacingMs longest recent time between two arrivals of media at the publisher's node, ms;
   *     0 if unknown
   */
  record Chunk(String position, long chunk, long wallClock, long ptsUs, long spacingMs)
      implements ServerMessage {}

  /**
   * Position of the next part, when it does not follow from counting parts since the chunk's
   * position.
   */
  record NextPosition(String position) implements ServerMessage {}

  /**
   * Media is missing here.
   *
   * @param reason one of docs/3-wire-format.md
   * @param chunks lost completely or partly; 0 if unknown
   * @param advice what to change at the encoder to prevent the gap; absent if unknown
   */
  record Gap(String reason, long chunks, @Nullable String advice) implements ServerMessage {
    public Gap(String reason, long chunks) {
      this(reason, chunks, null);
    }
  }

  /** Nobody publishes; the socket stays open. */
  record Waiting() implements ServerMessage {}

  /** The session is over. */
  record End(String reason) implements ServerMessage {}

  /**
   * A message was refused, or the socket will be closed.
   *
   * @param code for programs
   * @param message for people: what was wrong, and what is expected
   */
  record Failure(String code, String message) implements ServerMessage {}

  /**
   * This edge shuts down: the player must continue at another edge and then close this connection.
   *
   * @param position of the next part, for a player that stops reading here; absent if no media was
   *     sent
   * @param graceMs longest time for which this edge still sends parts
   */
  record Moved(@Nullable String position, long graceMs) implements ServerMessage {}

  /** The message as a frame for any number of viewers; the caller owns its one reference. */
  default SharedFrame frame() {
    return SharedFrame.text(ControlJson.write(this));
  }
}
