package io.framelog.control.rest;

import io.framelog.control.NodeState;
import io.framelog.control.registry.StreamRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Living nodes. */
@Path("/api/nodes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Nodes")
public class NodesResource {
  private final StreamRegistry registry;

  NodesResource(StreamRegistry registry) {
    this.registry = registry;
  }

  @GET
  @Operation(
      summary = "List nodes",
      description = "Ingest and edge nodes heard of within the last 10 s.")
  public List<NodeState> list() {
    return registry.livingNodes();
  }
}
