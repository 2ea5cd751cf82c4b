package io.framelog.ingest.source.http;

import static io.framelog.ingest.Records.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.ingest.Records;
import io.framelog.ingest.TestBroker;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A separate application, because it accepts no publishers after the shutdown. */
@QuarkusTest
@TestProfile(ShutdownResourceTest.Alone.class)
@QuarkusTestResource(TestBroker.class)
class ShutdownResourceTest {
  public static class Alone implements QuarkusTestProfile {}

  @TestHTTPResource("/")
  URI node;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka;

  @Inject Event<ShutdownDelayInitiatedEvent> shutdown;

  @Test
  void notifiesPublishersOfTheShutdownBeforeItsConnectionsClose() throws Exception {
    try (ChunkedPublisher publisher = ChunkedPublisher.start(node.getPort(), "leaving");
        Records log = Records.ofStream(kafka, "leaving")) {
      log.untilKind("part", 5);

      shutdown.fire(new ShutdownDelayInitiatedEvent());

      assertThat(publisher.status()).isEqualTo(503);
      assertThat(publisher.answer().getString("result")).isEqualTo("shutdown");
      List<ConsumerRecord<byte[], byte[]>> records = log.untilKind("end", 1);
      assertThat(header(records.get(records.size() - 1), "reason")).isEqualTo("shutdown");
    }
  }
}
