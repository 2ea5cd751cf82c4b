package io.framelog.control;

import java.time.Instant;
import java.util.Map;

/**
 * A node's sign of life, every 2 s; a record of {@code framelog.nodes}, keyed by node id.
 *
 * @param id node id, unique among living nodes
 * @param kind {@code ingest} or {@code edge}
 * @param version Framelog version
 * @param startedAt when the process started
 * @param sentAt the node's clock
 * @param publishers connected publishers
 * @param viewers viewers of each stream with at least one
 */
public record NodeState(
    String id,
    String kind,
    String version,
    Instant startedAt,
    Instant sentAt,
    int publishers,
    Map<String, Integer> viewers) {
  public NodeState {
    viewers = Map.copyOf(viewers);
  }
}
