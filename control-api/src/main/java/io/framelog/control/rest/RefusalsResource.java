package io.framelog.control.rest;

import io.framelog.control.registry.StreamRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Recently refused publishers: over TCP they only see a closed socket. */
@Path("/api/refusals")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Refusals")
public class RefusalsResource {
  private final StreamRegistry registry;

  RefusalsResource(StreamRegistry registry) {
    this.registry = registry;
  }

  @GET
  @Operation(
      operationId = "listRefusals",
      summary = "List refused publishers",
      description =
          "Those of the last ten minutes at all live ingest nodes, at most 30 a node, the newest"
              + " first, with address, reason and byte offset. The same refusal of the same address"
              + " is one entry with a count. Sent with a node's heartbeat, so after 2 s at most.")
  @APIResponse(responseCode = "200", description = "The refusals")
  public List<RefusalView> list() {
    return registry.livingNodes().stream()
        .flatMap(
            node -> node.refusals().stream().map(refusal -> new RefusalView(node.id(), refusal)))
        .sorted(Comparator.comparing((RefusalView view) -> view.refusal().at()).reversed())
        .toList();
  }
}
