package io.framelog.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectorLogFilterTest {
  private final Logger connector = Logger.getLogger("io.smallrye.reactive.messaging.kafka");
  private final List<String> logged = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          logged.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    connector.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    connector.removeHandler(handler);
    connector.setFilter(null);
  }

  @Test
  void onlyUnwrittenRecordsAreFiltered() {
    ConnectorLogFilter.leaveOutRecordsNotTaken();

    connector.severe("SRMSG18206: Unable to write to Kafka from channel x (topic: y)");
    connector.severe("SRMSG18228: A failure has been reported for Kafka topics 'y'");

    assertThat(logged)
        .containsExactly("SRMSG18228: A failure has been reported for Kafka topics 'y'");
  }
}
