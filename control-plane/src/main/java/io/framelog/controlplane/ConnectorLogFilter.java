package io.framelog.controlplane;

import java.util.logging.Logger;

/**
 * Stops the messaging connector from logging an error with a stack trace for each record that is
 * not written during an outage of Kafka: the sender is notified, and {@link KafkaConnectivity} logs
 * the outage once.
 *
 * <p>In code because Quarkus' own log filters let errors pass.
 */
final class ConnectorLogFilter {
  /** SmallRye Reactive Messaging: "Unable to write to Kafka from channel …". */
  private static final String NOT_TAKEN = "SRMSG18206";

  /** A strong reference: a logger that is garbage-collected is recreated without its filter. */
  private static final Logger CONNECTOR = Logger.getLogger("io.smallrye.reactive.messaging.kafka");

  private ConnectorLogFilter() {}

  /** Affects the whole process. Idempotent. */
  static void leaveOutRecordsNotTaken() {
    CONNECTOR.setFilter(record -> !String.valueOf(record.getMessage()).startsWith(NOT_TAKEN));
  }
}
