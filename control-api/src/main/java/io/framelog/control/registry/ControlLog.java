package io.framelog.control.registry;

import io.framelog.config.KafkaSettings;
import io.framelog.log.KafkaConnection;
import io.framelog.log.LogConfig;
import io.framelog.log.LogEnd;
import io.framelog.log.LogException;
import io.framelog.log.StreamId;
import io.framelog.log.StreamTopics;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The control API's access to the streams' topics. */
@ApplicationScoped
public class ControlLog {
  private final StreamTopics topics;

  ControlLog(LogConfig config, KafkaSettings kafka) {
    this.topics = new StreamTopics(config, new KafkaConnection(kafka, "framelog-control"));
  }

  /** Where a stream's log ends; empty when it has none. */
  Uni<Optional<LogEnd>> end(String stream) {
    return Uni.createFrom()
        .completionStage(() -> topics.end(new StreamId(stream)))
        .map(Optional::of)
        .onFailure(LogException.NoSuchStream.class)
        .recoverWithItem(Optional.empty());
  }

  Uni<Void> delete(LogEnd log) {
    return Uni.createFrom().completionStage(() -> topics.delete(log));
  }

  /** Deletes a log if it is unchanged. Returns whether the log no longer exists. */
  Uni<Boolean> deleteUnchanged(LogEnd decided) {
    return Uni.createFrom()
        .completionStage(() -> topics.deleteUnchanged(decided))
        .onFailure(LogException.NoSuchStream.class)
        .recoverWithItem(true);
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
