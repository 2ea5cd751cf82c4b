package io.framelog.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.framelog.k8s.NetworkPolicies.Endpoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the policies allow exactly the required connections. */
class NetworkPolicyTest {
  private static final Endpoint INTERNET = outside("203.0.113.9");

  @ParameterizedTest
  @CsvSource({
    "internet,      ingest,      9090, true",
    "internet,      ingest,      8080, true",
    "internet,      edge,        8080, true",
    "internet,      control-api, 8080, false",
    "internet,      kafka,       9092, false",
    "stranger,      ingest,      9090, true",
    "stranger,      edge,        8080, true",
    "stranger,      control-api, 8080, false",
    "stranger,      kafka,       9092, false",
    "neighbour,     control-api, 8080, true",
    "neighbour,     kafka,       9092, false",
    "prometheus,    ingest,      8080, true",
    "prometheus,    edge,        8080, true",
    "prometheus,    control-api, 8080, true",
    "prometheus,    capture,     8080, true",
    "prometheus,    kafka,       9092, false",
    "ingress-nginx, edge,        8080, true",
    "ingress-nginx, control-api, 8080, false",
    "internet,      capture,     8080, false",
    "neighbour,     capture,     8080, false",
    "ingest,        kafka,       9092, true",
    "edge,          kafka,       9092, true",
    "control-api,   kafka,       9092, true",
    "capture,       kafka,       9092, true",
    "ingest,        kafka,       9093, false",
    "test,          kafka,       9092, false",
    "test,          ingest,      9090, true",
    "test,          edge,        8080, true",
    "test,          control-api, 8080, true",
    "test,          internet,    443,  false",
    "edge,          ingest,      8080, false",
    "edge,          ingest,      9090, false",
    "edge,          control-api, 8080, false",
    "ingest,        edge,        8080, false",
    "ingest,        control-api, 8080, false",
    "control-api,   ingest,      8080, false",
    "control-api,   edge,        8080, false",
    "kafka,         internet,    443,  false",
    "kafka,         ingest,      8080, false",
    "ingest,        internet,    443,  false",
    "edge,          internet,    443,  false",
    "ingest,        dns,         53,   true",
    "edge,          dns,         53,   true",
    "control-api,   dns,         53,   true",
    "capture,       dns,         53,   true",
    "test,          dns,         53,   true"
  })
  void defaultsAllowTheRequiredConnectionsOnly(String from, String to, int port, boolean allowed) {
    Manifests manifests = Chart.with("capture-device-plugin.yaml");

    assertThat(
            NetworkPolicies.of(manifests)
                .allow(endpoint(manifests, from), endpoint(manifests, to), port))
        .isEqualTo(allowed);
  }

  @Test
  void aPrivateNetworkExcludesOtherAddresses() {
    Manifests manifests = Chart.with("private-network.yaml");
    NetworkPolicies network = NetworkPolicies.of(manifests);
    Endpoint ingest = endpoint(manifests, "ingest");
    Endpoint edge = endpoint(manifests, "edge");
    Endpoint control = endpoint(manifests, "control-api");
    Endpoint player =
        new Endpoint("studio", Map.of("team", "studio"), Map.of("app", "player"), "10.1.1.1");
    Endpoint operator = new Endpoint("ops", Map.of("team", "operations"), Map.of(), "10.1.1.2");

    assertThat(network.allow(outside("10.1.2.3"), ingest, 9090)).isTrue();
    assertThat(network.allow(outside("10.9.2.3"), ingest, 9090)).as("excepted").isFalse();
    assertThat(network.allow(INTERNET, ingest, 9090)).isFalse();
    assertThat(network.allow(player, edge, 8080)).isTrue();
    assertThat(network.allow(INTERNET, edge, 8080)).isFalse();
    assertThat(network.allow(endpoint(manifests, "ingress-nginx"), edge, 8080))
        .as("an edge with an Ingress")
        .isTrue();
    assertThat(network.allow(operator, control, 8080)).isTrue();
    assertThat(network.allow(player, control, 8080)).isFalse();
    for (String component : List.of("ingest", "edge", "control-api")) {
      assertThat(
              network.allow(
                  endpoint(manifests, "prometheus"), endpoint(manifests, component), 8080))
          .isTrue();
      assertThat(network.allow(endpoint(manifests, "test"), endpoint(manifests, component), 8080))
          .isTrue();
    }
    assertThat(network.allow(ingest, outside("192.0.2.7"), 554)).as("a camera").isTrue();
    assertThat(network.allow(edge, outside("192.0.2.7"), 554)).isFalse();
  }

  @Test
  void anExternalKafkaIsReachableAtItsAddress() {
    Manifests anywhere = Chart.with("external-plain.yaml");
    Manifests there = Chart.with("external-sasl-tls.yaml");

    for (String component : List.of("ingest", "edge", "control-api")) {
      Endpoint service = endpoint(anywhere, component);
      assertThat(NetworkPolicies.of(anywhere).allow(service, INTERNET, 9092)).isTrue();
      assertThat(NetworkPolicies.of(anywhere).allow(service, INTERNET, 443)).isFalse();
      assertThat(NetworkPolicies.of(there).allow(service, outside("10.20.3.4"), 9096)).isTrue();
      assertThat(NetworkPolicies.of(there).allow(service, INTERNET, 9096)).isFalse();
    }
  }

  @Test
  void aStrimziClusterIsReachableFromTheServices() {
    Manifests manifests = Chart.with("strimzi.yaml");
    Endpoint broker =
        new Endpoint(
            Chart.NAMESPACE,
            Map.of(),
            Map.of("strimzi.io/cluster", "studio-framelog-kafka", "strimzi.io/kind", "Kafka"),
            "10.0.0.9");

    assertThat(NetworkPolicies.of(manifests).allow(endpoint(manifests, "edge"), broker, 9093))
        .isTrue();
    assertThat(NetworkPolicies.of(manifests).allow(endpoint(manifests, "edge"), broker, 9090))
        .isFalse();
  }

  @EachRendering
  void everyPodHasAPolicy(String values, String kubernetes, Manifests manifests) {
    manifests
        .pods()
        .forEach(
            (owner, pod) ->
                assertThat(manifests.all(NetworkPolicy.class))
                    .as(owner)
                    .anyMatch(
                        policy ->
                            pod.getMetadata()
                                .getLabels()
                                .entrySet()
                                .containsAll(
                                    policy
                                        .getSpec()
                                        .getPodSelector()
                                        .getMatchLabels()
                                        .entrySet())));
  }

  @Test
  void policiesCanBeDisabled() {
    assertThat(
            Manifests.parse(Chart.template().set("networkPolicy.enabled", false).call())
                .all(NetworkPolicy.class))
        .isEmpty();
  }

  /** An endpoint with a name of the tables above. */
  private static Endpoint endpoint(Manifests manifests, String name) {
    return switch (name) {
      case "internet" -> INTERNET;
      case "stranger" -> new Endpoint("elsewhere", Map.of(), Map.of("app", "x"), "10.0.0.1");
      case "neighbour" -> new Endpoint(Chart.NAMESPACE, Map.of(), Map.of("app", "x"), "10.0.0.2");
      case "dns" -> namespace("kube-system", Map.of("k8s-app", "kube-dns"));
      case "prometheus" -> namespace("monitoring", Map.of("app", "prometheus"));
      case "ingress-nginx" -> namespace("ingress-nginx", Map.of("app", "controller"));
      default -> component(manifests, name);
    };
  }

  private static Endpoint namespace(String name, Map<String, String> labels) {
    return new Endpoint(name, Map.of("kubernetes.io/metadata.name", name), labels, "10.0.0.3");
  }

  private static Endpoint component(Manifests manifests, String name) {
    PodTemplateSpec pod =
        manifests.pods().values().stream()
            .filter(
                p -> name.equals(p.getMetadata().getLabels().get("app.kubernetes.io/component")))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no pod of " + name));
    return new Endpoint(Chart.NAMESPACE, Map.of(), pod.getMetadata().getLabels(), "10.0.0.4");
  }

  private static Endpoint outside(String address) {
    return new Endpoint(null, Map.of(), Map.of(), address);
  }
}
