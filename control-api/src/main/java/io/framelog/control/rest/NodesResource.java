package io.framelog.control.rest;

import io.framelog.control.registry.NodeCommandClient;
import io.framelog.control.registry.StreamRegistry;
import io.framelog.controlplane.Command;
import io.framelog.controlplane.DeviceInfo;
import io.framelog.controlplane.NodeState;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Live nodes. */
@Path("/api/nodes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Nodes")
public class NodesResource {
  private final StreamRegistry registry;
  private final NodeCommandClient calls;
  private final Nodes nodes;

  NodesResource(StreamRegistry registry, NodeCommandClient calls, Nodes nodes) {
    this.registry = registry;
    this.calls = calls;
    this.nodes = nodes;
  }

  @GET
  @Operation(
      operationId = "listNodes",
      summary = "List nodes",
      description = "Ingest nodes, edges and control APIs with a heartbeat in the last 10 s.")
  public List<NodeState> list() {
    return registry.livingNodes();
  }

  @GET
  @Path("/{node}/devices")
  @Operation(
      operationId = "listDevices",
      summary = "List a node's devices",
      description =
          "Cameras, microphones and screens that a capture on this ingest node may use. The node"
              + " lists them on request, which takes about a second.")
  @APIResponse(responseCode = "200", description = "The devices")
  @APIResponse(responseCode = "404", description = "There is no such ingest node")
  @APIResponse(responseCode = "409", description = "The node cannot list them; the detail says why")
  @APIResponse(responseCode = "504", description = "The node did not answer")
  public Uni<List<DeviceInfo>> devices(String node) {
    String id = nodes.ingest(node).id();
    return calls
        .call(id, new Command.ListDevices(id))
        .map(answer -> Objects.requireNonNullElse(answer.devices(), List.of()));
  }
}
