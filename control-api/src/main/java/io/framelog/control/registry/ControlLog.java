package io.framelog.control.registry;

import io.framelog.config.KafkaSettings;
import io.framelog.log.KafkaConnection;
import io.framelog.log.LogConfig;
import io.framelog.log.StreamId;
import io.framelog.log.StreamTopics;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;

/** The control API's hold on the streams' topics. */
@ApplicationScoped
public class ControlLog {
  private final StreamTopics topics;

  ControlLog(LogConfig config, KafkaSettings kafka) {
    this.topics = new StreamTopics(config, new KafkaConnection(kafka, "framelog-control"));
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
