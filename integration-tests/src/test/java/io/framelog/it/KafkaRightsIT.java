package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.Cluster;
import io.framelog.it.process.IngestNode;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.SecureKafka;
import io.framelog.it.process.Service;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.Recipe;
import io.framelog.it.watch.Viewer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rights that the chart asks of a Kafka for the services, and operators read of, are enough.
 */
class KafkaRightsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int TWO_SECONDS = 50;
  private static final Path USER =
      Path.of("..", "k8s", "helm", "framelog", "templates", "kafka", "strimzi", "user.yaml");

  /** One of the user's {@code acls}. */
  private static final Pattern ACL =
      Pattern.compile(
          "- resource:\\s+type: (\\w+)\\s+name: (\\S+)\\s+patternType: prefix\\s+operations:"
              + " \\[([^]]+)]");

  private static final Map<String, String> AUTHORIZER =
      Map.of(
          "authorizer.class.name",
          "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
          // Brokers, and whoever comes in by the door that only they know.
          "super.users",
          "User:ANONYMOUS");

  @Test
  void aStreamIsPublishedWatchedAndRemoved(@TempDir Path folder) throws Exception {
    try (SecureKafka kafka = SecureKafka.start(folder, Map.of("framelog", "secret"), AUTHORIZER);
        Cluster cluster =
            Cluster.around(kafka.bootstrapServers(), kafka.environment("framelog", "secret"))) {
      grant(kafka);
      IngestNode ingest = cluster.startIngest();
      Service edge = cluster.startEdge();
      Service control = cluster.startControlApi();

      try (Viewer viewer = Viewer.connect(edge.websocket("/live/modest"));
          RunningProcess publisher =
              Ffmpeg.start(Recipe.CLASSIC_WEBM.live("modest", ingest.tcpUrl()))) {
        viewer.awaitParts(0, TWO_SECONDS, PATIENCE);
        assertThat(publisher.isAlive()).isTrue();
      }

      assertThat(control.delete("/api/streams/modest").statusCode()).isEqualTo(204);
      try (Admin admin = kafka.admin()) {
        assertThat(admin.listTopics().names().get())
            .contains("framelog.streams")
            .doesNotContain("framelog.live.modest");
      }
    }
  }

  private static void grant(SecureKafka kafka) throws Exception {
    try (Admin admin = kafka.admin()) {
      admin.createAcls(acls()).all().get();
    }
  }

  private static List<AclBinding> acls() throws IOException {
    List<AclBinding> acls = new ArrayList<>();
    for (MatchResult acl : ACL.matcher(Files.readString(USER)).results().toList()) {
      ResourcePattern resource =
          new ResourcePattern(
              ResourceType.fromString(acl.group(1)), acl.group(2), PatternType.PREFIXED);
      for (String operation : acl.group(3).split(", ", -1)) {
        acls.add(
            new AclBinding(
                resource,
                new AccessControlEntry(
                    "User:framelog", "*", operation(operation), AclPermissionType.ALLOW)));
      }
    }
    assertThat(acls).as("rights in %s", USER).hasSizeGreaterThan(6);
    return acls;
  }

  /** {@code DescribeConfigs} is {@code DESCRIBE_CONFIGS}. */
  private static AclOperation operation(String name) {
    return AclOperation.valueOf(
        name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
  }
}
