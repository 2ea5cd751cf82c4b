package io.framelog.controlplane;

import java.util.logging.Logger;

/**
 * Keeps the messaging connector from logging, as an error with a trace, each record that Kafka does
 * not take while it is away: whoever sent it is notified, and {@link KafkaConnectivity} says it
 * once.
 *
 * <p>In code because Quarkus' own log filters let errors pass.
 */
final class ConnectorLogFilter {
  /** SmallRye Reactive Messaging: "Unable to write to Kafka from channel …". */
  private static final String NOT_TAKEN = "SRMSG18206";

  /** Held, for a logger that nobody holds is made anew without its filter. */
  private static final Logger CONNECTOR = Logger.getLogger("io.smallrye.reactive.messaging.kafka");

  private ConnectorLogFilter() {}

  /** Affects the whole process. Idempotent. */
  static void leaveOutRecordsNotTaken() {
    CONNECTOR.setFilter(record -> !String.valueOf(record.getMessage()).startsWith(NOT_TAKEN));
  }
}
