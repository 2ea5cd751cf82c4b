package io.framelog.controlplane;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node's heartbeat, every 2 s; a record of {@code framelog.nodes}, keyed by node id.
 *
 * @param id node id, unique among live nodes
 * @param kind {@code ingest} or {@code edge}
 * @param version Framelog version
 * @param startedAt when the process started
 * @param sentAt the node's clock
 * @param publishers connected publishers, 0 or more
 * @param viewers viewers of each stream with at least one, 0 or more; none when they are absent
 * @param captures captures of an ingest node; absent in records of an older version
 * @param answers to the newest commands; absent in records of an older version
 * @param refusals publishers that an ingest node has recently refused, the newest last; absent in
 *     records of an older version
 */
public record NodeState(
    String id,
    String kind,
    String version,
    Instant startedAt,
    Instant sentAt,
    int publishers,
    @Nullable Map<String, Integer> viewers,
    @Nullable List<CaptureState> captures,
    @Nullable List<CommandAnswer> answers,
    @Nullable List<RefusedPublisher> refusals)
    implements Identified {
  public NodeState {
    Required.field("id", id);
    Required.field("kind", kind);
    Required.field("version", version);
    Required.field("startedAt", startedAt);
    Required.field("sentAt", sentAt);
    Required.notNegative("publishers", publishers);
    viewers = viewers == null ? Map.of() : Map.copyOf(viewers);
    viewers.forEach((stream, count) -> Required.notNegative("viewers." + stream, count));
    captures = captures == null ? List.of() : List.copyOf(captures);
    answers = answers == null ? List.of() : List.copyOf(answers);
    refusals = refusals == null ? List.of() : List.copyOf(refusals);
  }

  /** A node without captures. */
  public NodeState(
      String id,
      String kind,
      String version,
      Instant startedAt,
      Instant sentAt,
      int publishers,
      Map<String, Integer> viewers) {
    this(
        id, kind, version, startedAt, sentAt, publishers, viewers, List.of(), List.of(), List.of());
  }

  @Override
  public Map<String, Integer> viewers() {
    return viewers == null ? Map.of() : viewers;
  }

  @Override
  public List<CaptureState> captures() {
    return captures == null ? List.of() : captures;
  }

  @Override
  public List<CommandAnswer> answers() {
    return answers == null ? List.of() : answers;
  }

  @Override
  public List<RefusedPublisher> refusals() {
    return refusals == null ? List.of() : refusals;
  }
}
