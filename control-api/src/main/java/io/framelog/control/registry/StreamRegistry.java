package io.framelog.control.registry;

import io.framelog.control.events.StreamEvent;
import io.framelog.control.events.StreamEvents;
import io.framelog.controlplane.KafkaConnectivity;
import io.framelog.controlplane.NodeDirectory;
import io.framelog.controlplane.NodeState;
import io.framelog.controlplane.NodeWatch;
import io.framelog.controlplane.SettingsDirectory;
import io.framelog.controlplane.StreamDirectory;
import io.framelog.controlplane.StreamSettings;
import io.framelog.controlplane.StreamState;
import io.framelog.log.LogConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All streams, live nodes and settings, as read from the control topics. The streams of a node that
 * is gone have ended, although no end was reported. The stream of a publisher that has just dropped
 * has not ended yet.
 *
 * <p>Read from any thread; changed by the messaging threads and a timer, one at a time.
 */
@ApplicationScoped
public class StreamRegistry {
  private static final Logger LOG = Logger.getLogger(StreamRegistry.class);

  private final StreamDirectory streams;
  private final NodeDirectory nodes;
  private final NodeWatch watch;
  private final KafkaConnectivity connectivity;
  private final SettingsDirectory settings = new SettingsDirectory();

  /** Streams last announced as live, so that the end of each is announced once. */
  private final Set<String> toldLive = ConcurrentHashMap.newKeySet();

  private final StreamEvents events;

  StreamRegistry(StreamEvents events, LogConfig log, ControlMember self, ControlClock clock) {
    this.events = events;
    this.nodes = new NodeDirectory(clock);
    this.watch = new NodeWatch(nodes, self.id().value(), clock);
    this.connectivity = new KafkaConnectivity("answers may be out of date", clock);
    this.streams = new StreamDirectory(clock, log.dropGrace());
    streams.addListener(this::onChange);
  }

  /**
   * Applies a record about a stream. A stream is removed only after the state of its end, so the
   * removal of a published stream is ignored.
   *
   * @param state null for a removal
   */
  synchronized void applyStream(String id, @Nullable StreamState state, Instant heardAt) {
    if (state == null && isPublished(id)) {
      LOG.infof("removal of a published stream is ignored stream=%s", id);
      return;
    }
    streams.apply(id, state, heardAt);
  }

  /** Whether a node with heartbeats reports that it has the stream's publisher. */
  private boolean isPublished(String id) {
    return watch.silenceTells()
        && streams
            .find(id)
            .filter(state -> state.status() == StreamState.Status.LIVE)
            .filter(state -> !watch.isGone(state.node()))
            .isPresent();
  }

  private void onChange(String id, @Nullable StreamState before, @Nullable StreamState now) {
    if (now == null) {
      toldLive.remove(id);
      events.publish(StreamEvent.removed(id));
      return;
    }
    tell(view(now));
  }

  private void tell(StreamView view) {
    if (view.isLive()) {
      events.publish(
          toldLive.add(view.id()) ? StreamEvent.started(view) : StreamEvent.updated(view));
    } else if (toldLive.remove(view.id())) {
      events.publish(StreamEvent.ended(view));
    }
  }

  /** Whether Kafka answers; updated by {@link RegistryTimers}. */
  KafkaConnectivity connectivity() {
    return connectivity;
  }

  void applyNode(NodeState node, Instant heardAt) {
    watch.apply(node, heardAt);
  }

  void applySettings(String id, @Nullable StreamSettings value) {
    settings.apply(id, value);
  }

  /**
   * Announces the end of streams whose node is gone since the last call, or whose publisher has not
   * returned in time.
   */
  synchronized void noticeGonePublishers() {
    if (!watch.silenceTells()) {
      return;
    }
    watch.removeGone();
    for (StreamState state : streams.all()) {
      StreamView view = view(state);
      if (toldLive.contains(view.id()) && !view.isLive()) {
        tell(view);
      }
    }
  }

  /** Whether missing heartbeats prove that a node is gone: own heartbeats arrive. */
  boolean hearsNodes() {
    return watch.silenceTells();
  }

  /**
   * Since when a stream has no publisher: its end, or the last state from a node that is gone.
   *
   * @return empty while it has an owner, or the return of a dropped one is awaited
   */
  Optional<Instant> ownerlessSince(String id) {
    return find(id).filter(stream -> !stream.isLive()).flatMap(stream -> streams.ownedUntil(id));
  }

  private StreamView view(StreamState state) {
    return StreamView.of(
        state,
        !watch.isGone(state.node()),
        streams.droppedAt(state.id()).orElse(null),
        nodes.viewers(state.id()));
  }

  public Optional<StreamView> find(String id) {
    return streams.find(id).map(this::view);
  }

  /** All streams by id. */
  public List<StreamView> all() {
    return streams.all().stream()
        .map(this::view)
        .sorted(Comparator.comparing(StreamView::id))
        .toList();
  }

  /** Live nodes by id. */
  public List<NodeState> livingNodes() {
    return nodes.living().stream().sorted(Comparator.comparing(NodeState::id)).toList();
  }

  /** The settings of a stream, or the defaults. */
  public StreamSettings settings(String id) {
    return settings.of(id);
  }
}
