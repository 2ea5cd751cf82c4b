package io.framelog.control.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.framelog.control.registry.StreamView;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something happened to a stream.
 *
 * @param type also the name of the server-sent event
 * @param stream absent when it was removed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Something happened to a stream")
public record StreamEvent(
    @Schema(enumeration = {"started", "updated", "ended", "removed"}) String type,
    String id,
    @Nullable StreamView stream) {
  public static StreamEvent started(StreamView stream) {
    return new StreamEvent("started", stream.id(), stream);
  }

  public static StreamEvent updated(StreamView stream) {
    return new StreamEvent("updated", stream.id(), stream);
  }

  public static StreamEvent ended(StreamView stream) {
    return new StreamEvent("ended", stream.id(), stream);
  }

  public static StreamEvent removed(String id) {
    return new StreamEvent("removed", id, null);
  }
}
