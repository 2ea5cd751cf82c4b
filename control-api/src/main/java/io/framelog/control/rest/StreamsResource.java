package io.framelog.control.rest;

import io.framelog.control.registry.ControlTopicProducer;
import io.framelog.control.registry.StreamRegistry;
import io.framelog.control.registry.StreamRemoval;
import io.framelog.control.registry.StreamView;
import io.framelog.controlplane.StreamSettings;
import io.framelog.log.InvalidName;
import io.framelog.log.StreamId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Streams: their list, settings and removal. */
@Path("/api/streams")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Streams")
public class StreamsResource {
  private static final String ANY_LOG = "any";

  private final StreamRegistry registry;
  private final StreamRemoval removal;
  private final ControlTopicProducer out;

  StreamsResource(StreamRegistry registry, StreamRemoval removal, ControlTopicProducer out) {
    this.registry = registry;
    this.removal = removal;
    this.out = out;
  }

  /**
   * A setting as written.
   *
   * @param offset of the record in framelog.settings
   */
  public record SettingsWritten(
      @Schema(description = "Offset in framelog.settings") long offset, StreamSettings settings) {}

  @GET
  @Operation(
      operationId = "listStreams",
      summary = "List streams",
      description = "All known streams by id: live ones, and ended ones whose log is still kept.")
  @APIResponse(responseCode = "200", description = "The streams")
  @APIResponse(responseCode = "400", description = "The status is neither live nor ended")
  public List<StreamView> list(
      @Parameter(description = "Only streams of this status: live or ended") @QueryParam("status")
          @Nullable String status) {
    if (status == null) {
      return registry.all();
    }
    StreamView.Status wanted = status(status);
    return registry.all().stream().filter(stream -> stream.status() == wanted).toList();
  }

  private static StreamView.Status status(String text) {
    try {
      return StreamView.Status.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("status is not known, expected live or ended", e);
    }
  }

  @GET
  @Path("/{id: .+}")
  @Operation(
      operationId = "getStream",
      summary = "Describe a stream",
      description = "As in the list of all.")
  @APIResponse(responseCode = "200", description = "The stream")
  @APIResponse(responseCode = "400", description = "The id is not a stream id")
  @APIResponse(responseCode = "404", description = "There is no such stream")
  public StreamView get(String id) {
    return known(id);
  }

  @DELETE
  @Path("/{id: .+}")
  @Operation(
      operationId = "removeStream",
      summary = "End and remove a stream",
      description =
          "Ends its publisher's session, then deletes its log and its name. Answers when nothing is"
              + " left; positions in it are invalid from then on, also if the name is used again."
              + " The request names the log, so that a recreated one is not deleted.")
  @APIResponse(responseCode = "204", description = "Nothing of the stream is left")
  @APIResponse(responseCode = "400", description = "logId is missing")
  @APIResponse(responseCode = "404", description = "There is no such stream")
  @APIResponse(
      responseCode = "409",
      description = "The stream has another log than the one that is named; nothing was removed")
  @APIResponse(
      responseCode = "504",
      description = "The publisher's node did not end the session; nothing was removed")
  public Uni<Void> delete(
      String id,
      @Parameter(description = "The stream's logId, or any for whichever log it has")
          @QueryParam("logId")
          @Nullable String logId) {
    StreamView stream = known(id);
    if (logId == null || logId.isBlank()) {
      throw new BadRequestException(
          "logId is missing, expected the logId of the log to remove (the current one is "
              + stream.logId()
              + "), or logId=any for whichever log it has");
    }
    return removal.remove(stream, logId.equals(ANY_LOG) ? null : logId);
  }

  @GET
  @Path("/{id: .+}/settings")
  @Operation(
      operationId = "getStreamSettings",
      summary = "Get a stream's settings",
      description = "The defaults if nothing was set. The stream need not exist.")
  @APIResponse(responseCode = "200", description = "The settings")
  @APIResponse(responseCode = "400", description = "The id is not a stream id")
  public StreamSettings settings(String id) {
    return registry.settings(valid(id));
  }

  @PUT
  @Path("/{id: .+}/settings")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "setStreamSettings",
      summary = "Set a stream's settings",
      description = "Replaces the settings; applies to publishers that connect from now on.")
  @APIResponse(responseCode = "200", description = "Written, and applied by this service")
  @APIResponse(
      responseCode = "400",
      description = "The id is not a stream id, or a setting is invalid")
  public Uni<SettingsWritten> setUp(
      String id,
      @RequestBody(
              content = @Content(schema = @Schema(implementation = StreamSettings.class)),
              description = "An absent limit is the node's")
          byte[] body) {
    StreamSettings settings =
        JsonBody.read(body, StreamSettings.class, "{\"exclusive\": true or false}");
    return out.writeSettings(valid(id), settings)
        .map(offset -> new SettingsWritten(offset, settings));
  }

  private StreamView known(String id) {
    return registry
        .find(valid(id))
        .orElseThrow(() -> new NotFoundException("there is no stream " + id));
  }

  private static String valid(String id) {
    if (!StreamId.isValid(id)) {
      throw new BadRequestException("stream id is not valid: " + InvalidName.of(id).text());
    }
    return id;
  }
}
