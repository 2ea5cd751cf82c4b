package io.framelog.control.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.framelog.control.registry.StreamView;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A change of a stream.
 *
 * @param type also the name of the server-sent event
 * @param stream absent when it was removed
 * @param removalAt earliest time of its removal; present exactly when the type is removing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A change of a stream")
public record StreamEvent(
    @Schema(enumeration = {"started", "updated", "ended", "removing", "removed"}) String type,
    String id,
    @Nullable StreamView stream,
    @Nullable Instant removalAt) {
  public static StreamEvent started(StreamView stream) {
    return new StreamEvent("started", stream.id(), stream, null);
  }

  public static StreamEvent updated(StreamView stream) {
    return new StreamEvent("updated", stream.id(), stream, null);
  }

  public static StreamEvent ended(StreamView stream) {
    return new StreamEvent("ended", stream.id(), stream, null);
  }

  /** It is idle, and will be removed at this time unless it is published. */
  public static StreamEvent removing(StreamView stream, Instant removalAt) {
    return new StreamEvent("removing", stream.id(), stream, removalAt);
  }

  public static StreamEvent removed(String id) {
    return new StreamEvent("removed", id, null, null);
  }
}
