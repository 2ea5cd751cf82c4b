package io.framelog.edge.node;

import io.framelog.controlplane.KafkaConnectivity;
import io.framelog.controlplane.NodeDirectory;
import io.framelog.controlplane.NodeId;
import io.framelog.controlplane.NodeWatch;
import io.framelog.controlplane.StreamDirectory;
import io.framelog.edge.EdgeConfig;
import io.framelog.edge.channel.Channels;
import io.framelog.edge.channel.ChunkBudget;
import io.framelog.edge.channel.ClusterView;
import io.framelog.edge.channel.DeliveryLoops;
import io.framelog.edge.channel.EdgeLog;
import io.framelog.edge.channel.EdgeTimer;
import io.framelog.edge.connection.ConnectedViewers;
import io.framelog.edge.connection.UnknownStreams;
import io.framelog.edge.frame.ReadBackMemory;
import io.framelog.edge.message.MessageFrames;
import io.framelog.edge.metrics.EdgeMetrics;
import io.framelog.edge.websocket.PlaybackClock;
import io.framelog.edge.websocket.StreamPlayer;
import io.framelog.log.LogConfig;
import io.framelog.process.WatchedTimer;
import io.netty.util.internal.PlatformDependent;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Produces the beans of an edge. */
@Singleton
public class EdgeBeans {
  private static final Duration GONE_CHECK = Duration.ofSeconds(1);
  private static final Duration PUBLISHER_SILENCE = Duration.ofSeconds(5);

  @Produces
  @Singleton
  @Identifier("edge")
  NodeId nodeId(@ConfigProperty(name = "framelog.node-id") Optional<String> nodeName) {
    return NodeId.newLife(nodeName, "edge");
  }

  @Produces
  @Singleton
  ClusterView directory(LogConfig log, EdgeMember member) {
    InstantSource clock = InstantSource.system();
    return new ClusterView(
        new StreamDirectory(clock, log.dropGrace()),
        new NodeWatch(new NodeDirectory(clock), member.id().value(), clock),
        new KafkaConnectivity("viewers wait", clock),
        member::isCaughtUp);
  }

  @Produces
  @Singleton
  EdgeTimer timer() {
    return new EdgeTimer(new WatchedTimer("framelog-edge-timer"));
  }

  @Produces
  @Singleton
  LogReadiness logReadiness(EdgeConfig config) {
    return new LogReadiness(InstantSource.system(), config.unreadyAfter());
  }

  @Produces
  @Singleton
  ConnectedViewers viewers(EdgeMetrics metrics) {
    ConnectedViewers viewers = new ConnectedViewers();
    metrics.watchViewers(viewers::size);
    return viewers;
  }

  void stop(@Disposes EdgeTimer timer) {
    timer.executor().shutdownNow();
  }

  @Produces
  @Singleton
  Channels channels(
      EdgeConfig config,
      LogConfig logConfig,
      EdgeLog log,
      EdgeTimer timer,
      EdgeMetrics metrics,
      ChunkBudget chunkBudget,
      ClusterView directory) {
    Channels channels =
        new Channels(
            log.reader(),
            new Channels.Settings(
                config.chunkCache().asLongValue(),
                chunkBudget,
                config.loopQueue().asLongValue(),
                config.linger(),
                logConfig.dropGrace(),
                PUBLISHER_SILENCE,
                Math.min(config.viewerQueue().asLongValue(), config.loopQueue().asLongValue()) / 4),
            new DeliveryLoops(config.maxCoalesce(), metrics::watchLoop),
            new MessageFrames(),
            metrics,
            timer.executor(),
            directory);
    directory.streams().addListener((id, before, now) -> channels.streamChanged(id, now));
    metrics.watchLog(log.reader());
    metrics.watchChannels(channels::size);
    metrics.watchLoopQueues(channels::queuedBytes);
    var unused =
        timer
            .executor()
            .scheduleWithFixedDelay(
                () -> {
                  directory.connectivity().tell();
                  channels.leaveGonePublishers();
                },
                GONE_CHECK.toMillis(),
                GONE_CHECK.toMillis(),
                TimeUnit.MILLISECONDS);
    return channels;
  }

  void stop(@Disposes Channels channels) {
    channels.close();
  }

  @Produces
  @Singleton
  UnknownStreams unknownStreams(EdgeLog log) {
    return new UnknownStreams(log.reader());
  }

  @Produces
  @Singleton
  StreamPlayer.Environment playback(
      EdgeConfig config, EdgeLog log, EdgeTimer timer, EdgeMetrics metrics, ReadBackMemory memory) {
    return new StreamPlayer.Environment(
        log.reader(), new PlaybackClock(timer.executor()), config.playbackLead(), metrics, memory);
  }

  @Produces
  @Singleton
  ChunkBudget chunkBudget(EdgeConfig config, EdgeMetrics metrics) {
    ChunkBudget budget =
        new ChunkBudget(
            config
                .chunkCacheTotal()
                .map(MemorySize::asLongValue)
                .orElseGet(() -> PlatformDependent.maxDirectMemory() / 2));
    metrics.watchChunks(budget::used, budget::overflows);
    return budget;
  }

  @Produces
  @Singleton
  ReadBackMemory readBackMemory(EdgeConfig config, EdgeMetrics metrics) {
    ReadBackMemory memory = new ReadBackMemory(config.readBack().asLongValue());
    metrics.watchReadBack(memory::used, memory::refused);
    return memory;
  }
}
