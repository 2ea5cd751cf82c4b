package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.ChartRights;
import io.framelog.it.process.ClientCertificate;
import io.framelog.it.process.Cluster;
import io.framelog.it.process.IngestNode;
import io.framelog.it.process.Ports;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.SecureKafka;
import io.framelog.it.process.Service;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.PersistentPublisher;
import io.framelog.it.publish.Recipe;
import io.framelog.it.watch.Viewer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kafka that requires TLS, a user and a password. */
class KafkaSecurityIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int TWO_SECONDS = 50;

  /** Contains all characters that a configuration could interpret. */
  private static final String PASSWORD = "hush${HOME}$$\\'%x,;#";

  /** Log levels at which clients and connector log their settings. */
  private static final Map<String, String> TALKATIVE =
      Map.of(
          "quarkus.log.category.\"org.apache.kafka\".level", "INFO",
          "quarkus.log.category.\"org.apache.kafka.common.config\".level", "INFO",
          "quarkus.log.category.\"io.framelog\".level", "DEBUG",
          "quarkus.log.category.\"io.smallrye.reactive.messaging.kafka\".level", "DEBUG");

  @Test
  void everyClientOfEveryServiceIsAuthenticated(@TempDir Path folder) throws Exception {
    try (SecureKafka kafka = SecureKafka.start(folder, Map.of("framelog", PASSWORD), Map.of());
        Cluster cluster =
            Cluster.around(kafka.bootstrapServers(), kafka.environment("framelog", PASSWORD))) {
      IngestNode ingest = cluster.startIngest(TALKATIVE, Map.of());
      Service edge = cluster.startEdge(TALKATIVE);
      Service control = cluster.startControlApi(TALKATIVE);
      try (Viewer viewer = Viewer.connect(edge.websocket("/live/secure"));
          RunningProcess publisher =
              Ffmpeg.start(Recipe.CLASSIC_WEBM.live("secure", ingest.tcpUrl()))) {
        viewer.awaitParts(0, TWO_SECONDS, PATIENCE);

        assertThat(publisher.isAlive()).isTrue();
        assertThat(control.get("/api/streams/secure").body()).contains("\"status\":\"live\"");
      }
      for (Service service : List.of(ingest.service(), edge, control)) {
        assertThat(service.process().output())
            .as("log of %s", service.process().name())
            .contains("sasl.jaas.config = [hidden]")
            .doesNotContain("hush");
        assertThat(service.get("/q/metrics").body()).doesNotContain("hush");
      }
      assertThat(control.get("/api/nodes").body()).contains("ingest").doesNotContain("hush");
    }
  }

  @Test
  void aClientCertificateIsSufficient(@TempDir Path folder) throws Exception {
    ClientCertificate known = ClientCertificate.make(folder, "known");
    ClientCertificate unknown = ClientCertificate.make(folder, "unknown");
    try (SecureKafka kafka = SecureKafka.start(folder, Map.of(), known.asked());
        Cluster cluster =
            Cluster.around(kafka.bootstrapServers(), known.environment(kafka.certificate()));
        Service stranger =
            launch("edge-service", kafka, unknown.environment(kafka.certificate()))) {
      IngestNode ingest = cluster.startIngest(TALKATIVE, Map.of());
      Service edge = cluster.startEdge(TALKATIVE);
      Service control = cluster.startControlApi(TALKATIVE);

      // when a publisher connects
      try (Viewer viewer = Viewer.connect(edge.websocket("/live/certified"));
          RunningProcess publisher =
              Ffmpeg.start(Recipe.CLASSIC_WEBM.live("certified", ingest.tcpUrl()))) {
        viewer.awaitParts(0, TWO_SECONDS, PATIENCE);
        assertThat(publisher.isAlive()).isTrue();
      }

      // then the key is not logged, and a service with another certificate is refused
      for (Service service : List.of(ingest.service(), edge, control)) {
        assertThat(service.process().output())
            .as("log of %s", service.process().name())
            .contains("ssl.keystore.key = [hidden]")
            .doesNotContain("PRIVATE KEY");
      }
      stranger.process().awaitLine(line -> line.contains("TLS with Kafka fails"), PATIENCE);
      assertThat(stranger.process().output()).doesNotContain("\tat ", "PRIVATE KEY");
    }
  }

  @Test
  void credentialsCanBeRevokedAndRestoredDuringAStream(@TempDir Path folder) throws Exception {
    // given a broker that requires reauthentication every few seconds
    Map<String, String> again = Map.of("connections.max.reauth.ms", "3000");
    try (SecureKafka kafka = SecureKafka.start(folder, Map.of("framelog", PASSWORD), again);
        Cluster cluster =
            Cluster.around(kafka.bootstrapServers(), kafka.environment("framelog", PASSWORD))) {
      IngestNode ingest = cluster.startIngest();
      Service edge = cluster.startEdge();
      try (Viewer viewer = Viewer.connect(edge.websocket("/live/rotated"));
          PersistentPublisher publisher =
              PersistentPublisher.start(Recipe.CLASSIC_WEBM.live("rotated", ingest.tcpUrl()))) {
        viewer.awaitParts(0, TWO_SECONDS, PATIENCE);

        // when the password is changed
        kafka.addUser("framelog", "another");

        // then the publisher is rejected, and both services log why
        ingest
            .service()
            .process()
            .awaitLine(
                line -> line.contains("publisher rejected") && line.contains("Authentication"),
                PATIENCE);
        edge.process()
            .awaitLine(
                line -> line.contains("live reading fails") && line.contains("Authentication"),
                PATIENCE);

        // and when it is restored, the publisher is accepted again, and the viewer's socket
        // continues
        kafka.addUser("framelog", PASSWORD);
        viewer.awaitParts(1, TWO_SECONDS, PATIENCE);
        assertThat(publisher.starts()).as("starts of the publisher").isGreaterThan(1);
        assertThat(edge.process().output().lines())
            .filteredOn(line -> line.contains("live reading continues"))
            .hasSize(1);
      }
    }
  }

  @Test
  void aRefusedServiceLogsTheReasonAndStartsAfterTheFix(@TempDir Path folder) throws Exception {
    try (SecureKafka kafka = SecureKafka.start(folder, Map.of("framelog", PASSWORD), Map.of());
        Service stranger = launch("edge-service", kafka, kafka.environment("late", PASSWORD));
        Service distrustful =
            launch(
                "control-api",
                kafka,
                trusting(
                    SecureKafka.makeCertificate(folder, "other"),
                    kafka.environment("framelog", PASSWORD)))) {
      // when one has unknown credentials, and the other trusts another CA
      stranger
          .process()
          .awaitLine(line -> line.contains("Kafka does not accept the credentials"), PATIENCE);
      distrustful.process().awaitLine(line -> line.contains("TLS with Kafka fails"), PATIENCE);

      // then they log one line without a stack trace, and wait
      for (Service service : List.of(stranger, distrustful)) {
        assertThat(service.process().isAlive()).isTrue();
        assertThat(service.process().output()).doesNotContain("\tat ").doesNotContain("hush");
      }

      // until it is fixed
      kafka.addUser("late", PASSWORD);
      stranger.awaitReady();
      assertThat(stranger.process().output()).contains("Kafka is available, startup continues");
    }
  }

  /** With exactly the rights that docs/operations/secure.md lists and the chart sets. */
  @Test
  void eachServiceNeedsNoMoreThanItsRights(@TempDir Path folder) throws Exception {
    Map<String, String> users =
        Map.of("ingest", PASSWORD, "edge", PASSWORD, "control-api", PASSWORD);
    try (SecureKafka kafka = SecureKafka.start(folder, users, SecureKafka.nothingAllowed())) {
      for (String service : users.keySet()) {
        ChartRights.allow(kafka, service);
      }
      int tcpPort = Ports.free();
      try (Service edge = launch("edge-service", kafka, kafka.environment("edge", PASSWORD))) {
        // given an edge without control topics and without the right to create them
        edge.process().awaitLine(line -> line.contains("Kafka forbids it"), PATIENCE);
        try (Service ingest =
                Service.start(
                    "ingest-service",
                    Map.of(
                        "kafka.bootstrap.servers",
                        kafka.bootstrapServers(),
                        "framelog.ingest.tcp.port",
                        "" + tcpPort),
                    kafka.environment("ingest", PASSWORD));
            Service control =
                launch("control-api", kafka, kafka.environment("control-api", PASSWORD))) {
          // when ingest has created them
          edge.awaitReady();
          control.awaitReady();
          publishOnce(ingest, Recipe.CLASSIC_WEBM.live("allowed", "tcp://127.0.0.1:" + tcpPort));
          try (Viewer viewer = Viewer.connect(edge.websocket("/live/allowed"));
              RunningProcess publisher =
                  Ffmpeg.start(Recipe.CLASSIC_WEBM.live("allowed", "tcp://127.0.0.1:" + tcpPort))) {
            viewer.awaitParts(0, TWO_SECONDS, PATIENCE);

            // then everything works: settings are written, commands executed, logs deleted
            assertThat(
                    control
                        .put("/api/streams/allowed/settings", "{\"exclusive\": true}")
                        .statusCode())
                .isEqualTo(200);
            assertThat(control.delete("/api/streams/allowed?logId=any").statusCode())
                .isLessThan(300);
            assertThat(publisher.awaitExit(PATIENCE)).as("exit code when ended").isNotZero();
          }
          for (Service service : List.of(ingest, control)) {
            assertThat(service.process().output())
                .as("log of %s", service.process().name())
                .doesNotContainIgnoringCase("authoriz")
                .doesNotContain("are not checked");
          }
        }
      }
    }
  }

  /** Creates the topic, so that the next publisher checks its settings. */
  private static void publishOnce(Service ingest, List<String> ffmpeg) {
    try (RunningProcess publisher = Ffmpeg.start(ffmpeg)) {
      ingest.process().awaitLine(line -> line.contains("session started"), PATIENCE);
      assertThat(publisher.isAlive()).isTrue();
    }
    ingest.process().awaitLine(line -> line.contains("publisher left"), PATIENCE);
  }

  private static Service launch(String module, SecureKafka kafka, Map<String, String> environment) {
    return Service.launch(
        module, Map.of("kafka.bootstrap.servers", kafka.bootstrapServers()), environment);
  }

  private static Map<String, String> trusting(Path certificate, Map<String, String> environment) {
    Map<String, String> changed = new HashMap<>(environment);
    changed.put("KAFKA_SSL_TRUSTSTORE_LOCATION", certificate.toString());
    return changed;
  }
}
