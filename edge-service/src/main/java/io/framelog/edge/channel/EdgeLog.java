package io.framelog.edge.channel;

import io.framelog.config.KafkaSettings;
import io.framelog.controlplane.NodeId;
import io.framelog.log.KafkaConnection;
import io.framelog.log.KafkaLogReader;
import io.framelog.log.LogConfig;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Owns this edge's one reader of the log. */
@Singleton
public class EdgeLog {
  private final KafkaLogReader reader;

  EdgeLog(
      LogConfig config,
      @Identifier("edge") NodeId nodeId,
      KafkaSettings kafka,
      @ConfigProperty(name = "framelog.rack") Optional<String> rack) {
    reader =
        new KafkaLogReader(config, new KafkaConnection(kafka, nodeId.value(), rack.orElse(null)));
  }

  public KafkaLogReader reader() {
    return reader;
  }

  /** See {@link KafkaLogReader#longestTurn}. */
  public Duration longestTurn() {
    return reader.longestTurn();
  }

  @PreDestroy
  void close() {
    reader.close();
  }
}
