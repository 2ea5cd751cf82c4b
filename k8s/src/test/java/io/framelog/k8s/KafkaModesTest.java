package io.framelog.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.user.KafkaUser;
import io.strimzi.api.kafka.model.user.KafkaUserAuthorizationSimple;
import io.strimzi.api.kafka.model.user.acl.AclResourcePatternType;
import io.strimzi.api.kafka.model.user.acl.AclRule;
import io.strimzi.api.kafka.model.user.acl.AclRuleTopicResource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests of the services' connection to Kafka in each mode. */
class KafkaModesTest {
  private static final List<String> SERVICES = List.of("ingest", "edge", "control-api");

  @Test
  void bundledRequiresAPasswordFromASecret() {
    Manifests manifests = Chart.withDefaults();

    assertThat(connections(manifests))
        .allSatisfy(
            kafka ->
                assertThat(kafka)
                    .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "studio-framelog-kafka:9092")
                    .containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT")
                    .containsEntry("BROKER_PASSWORD", "secret studio-framelog-kafka/password")
                    .containsEntry(
                        "KAFKA_SASL_JAAS_CONFIG",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required"
                            + " username=\"framelog\" password=\"$(BROKER_PASSWORD)\";"));
    assertThat(manifests.the(Secret.class, "studio-framelog-kafka").getData().get("password"))
        .hasSizeGreaterThan(40);
  }

  @Test
  void theBrokerAcceptsThatPasswordOnly() {
    Map<String, String> broker =
        variables(
            Chart.withDefaults()
                .the(StatefulSet.class, "studio-framelog-kafka")
                .getSpec()
                .getTemplate());

    assertThat(broker)
        .containsEntry(
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "CLIENT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT")
        .containsEntry("KAFKA_LISTENERS", "CLIENT://:9092,CONTROLLER://localhost:9093")
        .containsEntry("KAFKA_ADVERTISED_LISTENERS", "CLIENT://studio-framelog-kafka:9092");
    assertThat(broker.get("KAFKA_LISTENER_NAME_CLIENT_PLAIN_SASL_JAAS_CONFIG"))
        .contains("user_framelog=\"$(BROKER_PASSWORD)\"")
        .doesNotContain("\n");
  }

  @Test
  void itsDataIsRemovedWithTheReleaseUnlessKept() {
    assertThat(claim("defaults.yaml").getMetadata().getAnnotations()).isEmpty();
    assertThat(
            Manifests.parse(Chart.template().set("kafka.bundled.persistence.keepData", true).call())
                .the(PersistentVolumeClaim.class, "studio-framelog-kafka")
                .getMetadata()
                .getAnnotations())
        .containsEntry("helm.sh/resource-policy", "keep");
    assertThat(Chart.with("ephemeral.yaml").all(PersistentVolumeClaim.class)).isEmpty();
    assertThat(
            Chart.withDefaults()
                .the(StatefulSet.class, "studio-framelog-kafka")
                .getSpec()
                .getVolumeClaimTemplates())
        .as("claims that helm uninstall would keep")
        .isEmpty();
  }

  private static PersistentVolumeClaim claim(String values) {
    return Chart.with(values).the(PersistentVolumeClaim.class, "studio-framelog-kafka");
  }

  @Test
  void usesAnExistingSecret() {
    Manifests manifests = Chart.with("ephemeral.yaml");

    assertThat(manifests.all(Secret.class)).isEmpty();
    assertThat(connections(manifests))
        .allSatisfy(
            kafka ->
                assertThat(kafka)
                    .containsEntry("BROKER_PASSWORD", "secret my-kafka-password/password"));
  }

  @Test
  void externalWithoutTlsAndPassword() {
    Manifests manifests = Chart.with("external-plain.yaml");

    assertThat(manifests.all(StatefulSet.class)).isEmpty();
    assertThat(connections(manifests))
        .allSatisfy(
            kafka ->
                assertThat(kafka)
                    .containsOnly(
                        Map.entry(
                            "KAFKA_BOOTSTRAP_SERVERS",
                            "kafka-1.example.org:9092,kafka-2.example.org:9092"),
                        Map.entry("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT")));
  }

  @Test
  void externalWithTlsAndAPassword() {
    assertThat(connections(Chart.with("external-sasl-tls.yaml")))
        .allSatisfy(
            kafka ->
                assertThat(kafka)
                    .containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
                    .containsEntry("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512")
                    .containsEntry("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM")
                    .containsEntry("KAFKA_SSL_TRUSTSTORE_CERTIFICATES", "secret kafka-ca/ca.pem")
                    .containsEntry("BROKER_USERNAME", "secret kafka-user/username")
                    .containsEntry(
                        "KAFKA_SASL_JAAS_CONFIG",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required"
                            + " username=\"$(BROKER_USERNAME)\" password=\"$(BROKER_PASSWORD)\";"));
  }

  @Test
  void externalWithAClientCertificate() {
    assertThat(connections(Chart.with("external-client-certificate.yaml")))
        .allSatisfy(
            kafka ->
                assertThat(kafka)
                    .containsEntry("KAFKA_SECURITY_PROTOCOL", "SSL")
                    .containsEntry("KAFKA_SSL_KEYSTORE_TYPE", "PEM")
                    .containsEntry(
                        "KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN", "secret kafka-client/tls.crt")
                    .containsEntry("KAFKA_SSL_KEYSTORE_KEY", "secret kafka-client/tls.key")
                    .doesNotContainKey("KAFKA_SASL_MECHANISM"));
  }

  @Test
  void strimziSpreadsReplicasAndEdgesReadFromTheNearest() {
    Kafka kafka = Chart.with("strimzi.yaml").the(Kafka.class, "studio-framelog-kafka");

    assertThat(kafka.getSpec().getKafka().getConfig())
        .containsEntry("min.insync.replicas", 2)
        .containsEntry("default.replication.factor", 3)
        .containsEntry("log.retention.check.interval.ms", 60000)
        .containsEntry(
            "replica.selector.class", "org.apache.kafka.common.replica.RackAwareReplicaSelector");
    assertThat(kafka.getSpec().getKafka().getRack().getTopologyKey())
        .isEqualTo("topology.kubernetes.io/zone");
    KafkaNodePool nodes =
        Chart.with("strimzi.yaml").the(KafkaNodePool.class, "studio-framelog-kafka-nodes");
    assertThat(nodes.getSpec().getReplicas()).isEqualTo(3);
    assertThat(nodes.getMetadata().getLabels())
        .containsEntry("strimzi.io/cluster", kafka.getMetadata().getName());
  }

  @Test
  void strimziHasAUserForEachService() {
    Manifests passwords = Chart.with("strimzi.yaml");
    Manifests certificates = Chart.with("strimzi-certificates.yaml");
    for (String service : SERVICES) {
      String user = "studio-framelog-kafka-" + service;

      assertThat(passwords.the(KafkaUser.class, user).getMetadata().getLabels())
          .containsEntry("strimzi.io/cluster", "studio-framelog-kafka");
      assertThat(connection(passwords, service))
          .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "studio-framelog-kafka-kafka-bootstrap:9093")
          .containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
          .containsEntry("KAFKA_SASL_JAAS_CONFIG", "secret " + user + "/sasl.jaas.config");
      assertThat(connection(certificates, service))
          .containsEntry("KAFKA_SECURITY_PROTOCOL", "SSL")
          .containsEntry("KAFKA_SSL_KEYSTORE_KEY", "secret " + user + "/user.key");
    }
  }

  @Test
  void captureNodesUseTheKafkaUserOfIngestNodes() {
    DaemonSet capture =
        Chart.with("strimzi-certificates.yaml").the(DaemonSet.class, "studio-framelog-capture");

    assertThat(variables(capture.getSpec().getTemplate()))
        .containsEntry("KAFKA_SSL_KEYSTORE_KEY", "secret studio-framelog-kafka-ingest/user.key");
  }

  @Test
  void strimzisUsersHaveExactlyTheRightsOfTheOperationsPage() {
    Manifests manifests = Chart.with("strimzi.yaml");
    for (String service : SERVICES) {
      KafkaUser user = manifests.the(KafkaUser.class, "studio-framelog-kafka-" + service);
      KafkaUserAuthorizationSimple simple =
          (KafkaUserAuthorizationSimple) user.getSpec().getAuthorization();
      Map<String, String> rights = new TreeMap<>();
      for (AclRule rule : simple.getAcls()) {
        assertThat(rule.getResource()).isInstanceOf(AclRuleTopicResource.class);
        rights.put(
            topics((AclRuleTopicResource) rule.getResource()),
            rule.getOperations().stream()
                .map(operation -> operation.toValue())
                .collect(Collectors.joining(", ")));
      }

      assertThat(rights).as(service).isNotEmpty().isEqualTo(OperationsPage.rights(service));
    }
  }

  private static String topics(AclRuleTopicResource resource) {
    return resource.getPatternType() == AclResourcePatternType.PREFIX
        ? "topics `" + resource.getName() + "…`"
        : "topic `" + resource.getName() + "`";
  }

  /** Each service's variables for Kafka. */
  private static List<Map<String, String>> connections(Manifests manifests) {
    return SERVICES.stream().map(service -> connection(manifests, service)).toList();
  }

  private static Map<String, String> connection(Manifests manifests, String service) {
    Deployment deployment = manifests.the(Deployment.class, Chart.NAME + "-" + service);
    return variables(deployment.getSpec().getTemplate());
  }

  private static Map<String, String> variables(PodTemplateSpec pod) {
    return variables(pod.getSpec().getContainers().get(0).getEnv());
  }

  private static Map<String, String> variables(List<EnvVar> env) {
    Map<String, String> variables = new TreeMap<>();
    for (EnvVar variable : env) {
      if (variable.getName().startsWith("KAFKA_") || variable.getName().startsWith("BROKER_")) {
        variables.put(variable.getName(), text(variable));
      }
    }
    return variables;
  }

  private static String text(EnvVar variable) {
    if (variable.getValue() != null) {
      return variable.getValue();
    }
    SecretKeySelector secret = variable.getValueFrom().getSecretKeyRef();
    return "secret " + secret.getName() + "/" + secret.getKey();
  }
}
