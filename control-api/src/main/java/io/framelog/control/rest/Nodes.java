package io.framelog.control.rest;

import io.framelog.control.registry.StreamRegistry;
import io.framelog.controlplane.NodeState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotFoundException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the ingest node that a request names. */
@ApplicationScoped
class Nodes {
  private final StreamRegistry registry;

  Nodes(StreamRegistry registry) {
    this.registry = registry;
  }

  /**
   * The live ingest node of an id.
   *
   * @throws NotFoundException when there is none
   */
  NodeState ingest(String id) {
    return living().stream()
        .filter(node -> node.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new NotFoundException("no ingest node with that id, only " + ids()));
  }

  /**
   * The same, or the only one when none is named.
   *
   * @throws BadRequestException when none is named and there are several
   */
  NodeState ingestOrOnly(@Nullable String id) {
    if (id != null) {
      return ingest(id);
    }
    List<NodeState> living = living();
    if (living.size() != 1) {
      throw new BadRequestException("node is missing, expected one of " + ids());
    }
    return living.get(0);
  }

  private List<String> ids() {
    return living().stream().map(NodeState::id).toList();
  }

  private List<NodeState> living() {
    return registry.livingNodes().stream().filter(node -> node.kind().equals("ingest")).toList();
  }
}
