package io.framelog.ingest.node;

import io.framelog.control.NodeDirectory;
import io.framelog.control.StreamSettings;
import io.framelog.ingest.session.Exclusivity;
import io.framelog.ingest.session.SessionOwner;
import io.framelog.log.StreamId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Knows which streams are exclusive and which nodes live. Thread-safe. */
@ApplicationScoped
public class ExclusiveStreams implements Exclusivity {
  private final Map<String, StreamSettings> settings = new ConcurrentHashMap<>();
  private final NodeDirectory nodes;

  @Inject
  ExclusiveStreams() {
    this(new NodeDirectory(InstantSource.system()));
  }

  ExclusiveStreams(NodeDirectory nodes) {
    this.nodes = nodes;
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
        && nodes.isAlive(owner.node());
  }
}
