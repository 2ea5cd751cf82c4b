package io.framelog.ingest.publish;

import io.framelog.config.KafkaSettings;
import io.framelog.controlplane.NodeId;
import io.framelog.log.KafkaConnection;
import io.framelog.log.KafkaLogWriter;
import io.framelog.log.LogConfig;
import io.framelog.log.LogWriter;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Owns this node's one writer to the log. Not a {@link LogWriter} bean itself, so that services in
 * one process do not inject each other's.
 */
@ApplicationScoped
public class IngestLog {
  private final LogWriter writer;

  IngestLog(LogConfig config, @Identifier("ingest") NodeId node, KafkaSettings kafka) {
    this.writer = new KafkaLogWriter(config, new KafkaConnection(kafka, node + "-log"));
  }

  public LogWriter writer() {
    return writer;
  }

  @PreDestroy
  void close() {
    writer.close();
  }
}
