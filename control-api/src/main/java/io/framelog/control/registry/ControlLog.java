package io.framelog.control.registry;

import io.framelog.log.KafkaConnection;
import io.framelog.log.LogConfig;
import io.framelog.log.StreamId;
import io.framelog.log.StreamTopics;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The control API's hold on the streams' topics. */
@ApplicationScoped
public class ControlLog {
  private final StreamTopics topics;

  ControlLog(
      LogConfig config, @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
    this.topics =
        new StreamTopics(config, new KafkaConnection(bootstrapServers, "framelog-control"));
  }

  CompletionStage<Void> delete(StreamId stream) {
    return topics.delete(stream);
  }

  /** Completes when a broker has answered. */
  CompletionStage<Void> ping() {
    return topics.ping();
  }

  @PreDestroy
  void close() {
    topics.close();
  }
}
