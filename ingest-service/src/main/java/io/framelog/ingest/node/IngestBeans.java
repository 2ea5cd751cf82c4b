package io.framelog.ingest.node;

import io.framelog.ingest.IngestConfig;
import io.framelog.ingest.IngestSettings;
import io.framelog.ingest.NodeId;
import io.framelog.ingest.publish.IngestLog;
import io.framelog.ingest.session.RejectionLog;
import io.framelog.ingest.session.SessionEnvironment;
import io.framelog.ingest.session.Sessions;
import io.framelog.ingest.source.OriginPolicy;
import io.framelog.ingest.source.websocket.WebSocketSettings;
import io.framelog.media.container.ContainerSniffer;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the parts of an ingest node together. */
@Singleton
class IngestBeans {
  @Produces
  @Singleton
  IngestSettings settings(IngestConfig config) {
    return IngestSettings.from(config);
  }

  @Produces
  @Singleton
  WebSocketSettings webSocketSettings(IngestConfig config) {
    return WebSocketSettings.from(config);
  }

  @Produces
  @Singleton
  OriginPolicy origins(IngestConfig config) {
    return OriginPolicy.of(config.origins().orElse(""));
  }

  @Produces
  @Singleton
  NodeId nodeId(@ConfigProperty(name = "framelog.node-id") Optional<String> name) {
    return NodeId.newLife(name.orElseGet(IngestBeans::hostName));
  }

  @Produces
  @Singleton
  Sessions sessions(
      NodeId node,
      IngestSettings settings,
      IngestLog log,
      ExclusiveStreams exclusive,
      IngestMetrics metrics,
      StreamStates states,
      MeterRegistry registry) {
    InstantSource clock = InstantSource.system();
    Sessions sessions =
        new Sessions(
            new SessionEnvironment(
                node,
                settings,
                log.writer(),
                () -> ContainerSniffer.create(settings.limits()),
                exclusive,
                metrics,
                states,
                new RejectionLog(clock),
                clock));
    registry.gauge("framelog.ingest.connections", sessions, Sessions::connected);
    registry.gauge("framelog.ingest.sessions", states, StreamStates::live);
    return sessions;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
