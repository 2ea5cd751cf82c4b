package io.framelog.control.rest;

import io.framelog.control.registry.NodeCommandClient;
import io.framelog.control.registry.StreamRegistry;
import io.framelog.controlplane.CaptureSpec;
import io.framelog.controlplane.CaptureState;
import io.framelog.controlplane.Command;
import io.framelog.controlplane.NodeState;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Captures: devices of ingest nodes that are published as streams. */
@Path("/api/captures")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Captures")
public class CapturesResource {
  private final StreamRegistry registry;
  private final NodeCommandClient calls;
  private final Nodes nodes;

  CapturesResource(StreamRegistry registry, NodeCommandClient calls, Nodes nodes) {
    this.registry = registry;
    this.calls = calls;
    this.nodes = nodes;
  }

  @GET
  @Operation(
      operationId = "listCaptures",
      summary = "List captures",
      description =
          "Of all live nodes. A failed one has the message of its last failure, and the time of"
              + " its retry.")
  public List<CaptureView> list() {
    return registry.livingNodes().stream()
        .flatMap(
            node -> node.captures().stream().map(capture -> new CaptureView(node.id(), capture)))
        .toList();
  }

  @GET
  @Path("/{node}/{name: .+}")
  @Operation(
      operationId = "getCapture",
      summary = "Describe a capture",
      description = "As in the list of all.")
  @APIResponse(responseCode = "200", description = "The capture")
  @APIResponse(responseCode = "404", description = "There is no such node or capture")
  public CaptureView get(String node, String name) {
    NodeState known = nodes.ingest(node);
    return find(known.id(), name)
        .map(capture -> new CaptureView(known.id(), capture))
        .orElseThrow(
            () -> new NotFoundException("there is no capture " + name + " on node " + node));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @ResponseStatus(201)
  @Operation(
      operationId = "startCapture",
      summary = "Start a capture",
      description =
          "Replaces one of the same name on the same node. Answers when its stream is live, or its"
              + " device has failed: then with state failed, the reason, and the time of its retry."
              + " It runs until it is stopped or its node ends; captures that start with the node"
              + " belong in its configuration.")
  @APIResponse(responseCode = "201", description = "The capture, capturing or failed")
  @APIResponse(responseCode = "400", description = "A field is invalid; the detail says which one")
  @APIResponse(responseCode = "404", description = "There is no such ingest node")
  @APIResponse(responseCode = "409", description = "The node refused it; the detail says why")
  @APIResponse(responseCode = "504", description = "The node did not answer")
  public Uni<CaptureView> start(
      @RequestBody(
              content = @Content(schema = @Schema(implementation = CaptureRequest.class)),
              description = "An absent field has the node's default")
          byte[] body) {
    CaptureRequest request =
        JsonBody.read(body, CaptureRequest.class, "{\"name\": …, \"video\": \"v4l2:/dev/video0\"}");
    CaptureSpec spec = spec(request);
    NodeState node = nodes.ingestOrOnly(request.node());
    Instant asked = Instant.now();
    return calls
        .call(node.id(), new Command.StartCapture(node.id(), spec))
        .chain(
            answer ->
                calls.await(
                    () -> settled(node.id(), spec.name()),
                    "node %s has started %s, but its device has neither delivered nor failed since %s"
                        .formatted(node.id(), spec.name(), asked)))
        .map(capture -> new CaptureView(node.id(), capture));
  }

  private static CaptureSpec spec(CaptureRequest request) {
    try {
      return request.spec();
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(e.getMessage(), e);
    }
  }

  @DELETE
  @Path("/{node}/{name: .+}")
  @Operation(
      operationId = "stopCapture",
      summary = "Stop a capture",
      description =
          "Its stream ends like any publisher's. A configured capture starts again when its node"
              + " does.")
  @APIResponse(responseCode = "204", description = "Its devices are released")
  @APIResponse(responseCode = "404", description = "There is no such node or capture")
  @APIResponse(responseCode = "504", description = "The node did not answer")
  public Uni<Void> stop(String node, String name) {
    CaptureView known = get(node, name);
    return calls.call(known.node(), new Command.StopCapture(known.node(), name)).replaceWithVoid();
  }

  private Optional<CaptureState> settled(String node, String name) {
    return find(node, name).filter(capture -> capture.state() != CaptureState.State.STARTING);
  }

  private Optional<CaptureState> find(String node, String name) {
    return registry.livingNodes().stream()
        .filter(each -> each.id().equals(node))
        .flatMap(each -> each.captures().stream())
        .filter(capture -> capture.name().equals(name))
        .findFirst();
  }
}
