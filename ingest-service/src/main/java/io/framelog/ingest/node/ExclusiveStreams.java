package io.framelog.ingest.node;

import io.framelog.control.KafkaReach;
import io.framelog.control.NodeDirectory;
import io.framelog.control.NodeState;
import io.framelog.control.StreamSettings;
import io.framelog.ingest.session.Exclusivity;
import io.framelog.ingest.session.SessionOwner;
import io.framelog.log.StreamId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Knows which streams are exclusive and which nodes live. Thread-safe. */
@ApplicationScoped
public class ExclusiveStreams implements Exclusivity {
  private final Map<String, StreamSettings> settings = new ConcurrentHashMap<>();
  private final NodeDirectory nodes = new NodeDirectory(InstantSource.system());
  private final KafkaReach reach = new KafkaReach("publishers wait", InstantSource.system());

  /** Told of every answer by who asks. */
  KafkaReach reach() {
    return reach;
  }

  /** Nodes that were silent while they could have been heard; each is answered once. */
  List<NodeState> removeGone() {
    return reach.silenceTells() ? nodes.removeGone() : List.of();
  }

  /** The nodes heard of, fed by the control channels. */
  NodeDirectory nodes() {
    return nodes;
  }

  /**
   * An operator has set, or taken back, a stream's settings.
   *
   * @param set null when they were taken back
   */
  void settingsChanged(String stream, @Nullable StreamSettings set) {
    if (set == null) {
      settings.remove(stream);
    } else {
      settings.put(stream, set);
    }
  }

  @Override
  public boolean keeps(StreamId stream, SessionOwner owner) {
    return settings.getOrDefault(stream.value(), StreamSettings.DEFAULT).exclusive()
        && (nodes.isAlive(owner.node()) || !reach.silenceTells());
  }
}
