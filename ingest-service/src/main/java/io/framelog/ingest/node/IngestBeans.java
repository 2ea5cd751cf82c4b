package io.framelog.ingest.node;

import io.framelog.controlplane.NodeId;
import io.framelog.ingest.IngestConfig;
import io.framelog.ingest.IngestSettings;
import io.framelog.ingest.demux.Demuxers;
import io.framelog.ingest.publish.IngestLog;
import io.framelog.ingest.session.NewStreams;
import io.framelog.ingest.session.PublishersHere;
import io.framelog.ingest.session.RejectionLog;
import io.framelog.ingest.session.SessionEnvironment;
import io.framelog.ingest.session.Sessions;
import io.framelog.ingest.source.SourceAcceptor;
import io.framelog.ingest.source.websocket.WebSocketSettings;
import io.framelog.ingest.transcode.Transcoders;
import io.framelog.ingest.worker.WorkerSettings;
import io.framelog.ingest.worker.Workers;
import io.framelog.security.web.Door;
import io.framelog.security.web.OriginPolicy;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Creates the beans of an ingest node. */
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
    return IngestSettings.origins(config);
  }

  @Produces
  @Singleton
  Door door(OriginPolicy origins) {
    return new Door(List.of("/publish"), origins, Door.Kind.PUBLISHING);
  }

  @Produces
  @Singleton
  @Identifier("ingest")
  NodeId nodeId(@ConfigProperty(name = "framelog.node-id") Optional<String> name) {
    return NodeId.newLife(name, "ingest");
  }

  /** Typed, so that it is not injected as a {@link SourceAcceptor}. */
  @Produces
  @Singleton
  @Typed(Sessions.class)
  Sessions sessions(
      @Identifier("ingest") NodeId node,
      IngestSettings settings,
      IngestLog log,
      StreamRulesInForce rules,
      IngestMetrics metrics,
      StreamStatePublisher states,
      Workers workers,
      Transcoders transcoders,
      MeterRegistry registry) {
    InstantSource clock = InstantSource.system();
    Sessions sessions =
        new Sessions(
            new SessionEnvironment(
                node,
                settings,
                log.writer(),
                new NewStreams(settings.streams(), log.writer()::streams, System::nanoTime),
                rules,
                new PublishersHere(node),
                metrics,
                states,
                new RejectionLog(clock),
                new Demuxers(workers),
                transcoders,
                clock));
    Gauge.builder("framelog.ingest.connections", sessions, Sessions::connected)
        .description("connections of publishers, with and without a container header")
        .register(registry);
    Gauge.builder("framelog.ingest.headerless.connections", sessions, Sessions::headerless)
        .description("connections of publishers whose container header is not complete")
        .register(registry);
    Gauge.builder("framelog.ingest.sessions", states, StreamStatePublisher::live)
        .description("streams published to this node")
        .register(registry);
    return sessions;
  }

  @Produces
  @Singleton
  Workers workers(IngestSettings settings, MeterRegistry registry) {
    Workers workers = new Workers(settings.workers());
    Gauge.builder("framelog.ingest.workers", workers, Workers::running)
        .description("running media workers")
        .register(registry);
    return workers;
  }

  void close(@Disposes Workers workers) {
    workers.close();
  }

  /** Separate workers, so that transcoding takes none that publishers need for demuxing. */
  @Produces
  @Singleton
  Transcoders transcoders(IngestSettings settings, MeterRegistry registry) {
    Workers workers =
        new Workers(
            new WorkerSettings(
                Math.max(1, settings.transcode().max()),
                settings.workers().startTimeout(),
                settings.workers().stallTimeout(),
                false));
    Transcoders transcoders = new Transcoders(settings.transcode(), workers::start);
    Gauge.builder("framelog.ingest.transcoders", workers, Workers::running)
        .description("audio tracks being transcoded, each in its own media worker")
        .register(registry);
    FunctionCounter.builder(
            "framelog.ingest.transcoders.failures", transcoders, Transcoders::failures)
        .description("audio tracks no longer transcoded because their media worker failed")
        .register(registry);
    FunctionCounter.builder(
            "framelog.ingest.transcoders.dropped.packets", transcoders, Transcoders::packetsDropped)
        .description("audio packets dropped because their media worker was too slow")
        .register(registry);
    FunctionCounter.builder(
            "framelog.ingest.transcoders.late.sounds", transcoders, Transcoders::lateSounds)
        .description("headers published without an audio track that was not transcoded in time")
        .register(registry);
    return transcoders;
  }

  /** The acceptor of the sources' connections. */
  @Produces
  @Singleton
  SourceAcceptor acceptor(Sessions sessions) {
    return sessions;
  }
}
