package io.framelog.edge.node;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Names one life of an edge: {@code <node name>-edge-<random>}, so that an edge and an ingest node
 * in one process, and an edge and its successor of the same name, are never taken for each other.
 */
public record NodeId(String value) {
  public NodeId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("node id is blank, expected a name");
    }
  }

  static NodeId newLife(String nodeName) {
    return new NodeId(
        nodeName + "-edge-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()));
  }
}
