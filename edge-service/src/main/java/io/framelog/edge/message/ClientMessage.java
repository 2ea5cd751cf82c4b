package io.framelog.edge.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import io.framelog.controlplane.ControlJson;
import org.jspecify.annotations.Nullable;

/** Messages from a player to the edge; the field names are those on the wire. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ClientMessage.Seek.class, name = "seek"),
  @JsonSubTypes.Type(value = ClientMessage.Live.class, name = "live"),
  @JsonSubTypes.Type(value = ClientMessage.Pause.class, name = "pause"),
  @JsonSubTypes.Type(value = ClientMessage.Resume.class, name = "resume"),
  @JsonSubTypes.Type(value = ClientMessage.Stats.class, name = "stats"),
})
public sealed interface ClientMessage {
  /** Longest accepted message, bytes. */
  int MAX = 4096;

  /**
   * Seeks to a position in the past.
   *
   * @param at ISO 8601 time, negative number of seconds, or log position
   */
  record Seek(@Nullable JsonNode at) implements ClientMessage {
    /** The target in the form of the query parameter; empty if it is missing. */
    public String target() {
      return at == null ? "" : at.asText();
    }
  }

  /** Seeks to the live end. */
  record Live() implements ClientMessage {}

  /** Pauses the delivery of media. */
  record Pause() implements ClientMessage {}

  /** Continues where {@link Pause} stopped. */
  record Resume() implements ClientMessage {}

  /** Playback statistics of the player; each field is optional. */
  record Stats(@Nullable Long latencyMs, @Nullable Long droppedFrames, @Nullable Long stalls)
      implements ClientMessage {}

  /**
   * Parses a message.
   *
   * @throws IllegalArgumentException when it is not one of these; the message may be sent to the
   *     player
   */
  static ClientMessage parse(String json) {
    ClientMessage message;
    try {
      message = ControlJson.read(json, ClientMessage.class);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "message is not valid, expected a JSON object with type seek, live, pause, resume or"
              + " stats",
          e);
    }
    if (message == null) {
      throw new IllegalArgumentException("message is null, expected a JSON object");
    }
    return message;
  }
}
