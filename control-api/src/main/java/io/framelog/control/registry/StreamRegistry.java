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
 * All streams, living nodes and settings, as read from the control topics. What is answered
 * accounts for nodes that vanished: their streams have ended, though nobody was left to say so; and
 * for publishers that dropped a moment ago: their streams have not.
 *
 * <p>Asked from any thread; changes come from the messaging threads and a timer, one at a time.
 */
@ApplicationScoped
public class StreamRegistry {
  private static final Logger LOG = Logger.getLogger(StreamRegistry.class);

  private final StreamDirectory streams;
  private final NodeDirectory nodes;
  private final NodeWatch watch;
  private final KafkaConnectivity connectivity;
  private final SettingsDirectory settings = new SettingsDirectory();

  /** Streams last told of as live, so that the end of each is told of once. */
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
   * Takes over what a record says of a stream. A stream is removed only after the state that says
   * that it ended, so a removal of one that is published is ignored.
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

  /** Whether a node that is heard says that it has the stream's publisher. */
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

  /** Told of every answer by who asks. */
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
   * Tells of streams whose node has vanished since the last look, or whose publisher has not come
   * back in time.
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

  /** Whether nodes that are not heard could have been: own heartbeats come back. */
  boolean hearsNodes() {
    return watch.silenceTells();
  }

  /**
   * Since when nobody publishes a stream: its end, or the last that was heard of it from a node
   * that vanished.
   *
   * @return empty while it has an owner, or one that dropped is waited for
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

  /** Living nodes by id. */
  public List<NodeState> livingNodes() {
    return nodes.living().stream().sorted(Comparator.comparing(NodeState::id)).toList();
  }

  /** What was set for a stream, or the defaults. */
  public StreamSettings settings(String id) {
    return settings.of(id);
  }
}
