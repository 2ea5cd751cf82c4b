package io.framelog.k8s;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tests that references to other manifests are valid. */
class ReferencesTest {
  private static final Set<String> STRIMZI_USER =
      Set.of("sasl.jaas.config", "user.crt", "user.key");

  /**
   * Existing Secrets that the values files name, and those of Strimzi's operator, with their keys.
   */
  private static final Map<String, Set<String>> GIVEN =
      Map.ofEntries(
          entry("my-kafka-password", Set.of("password")),
          entry("kafka-ca", Set.of("ca.pem", "ca.crt")),
          entry("kafka-user", Set.of("username", "password")),
          entry("kafka-client", Set.of("tls.crt", "tls.key")),
          entry("1", Set.of("ca.crt")),
          entry("2", Set.of("3", "4")),
          entry("5", Set.of("6", "7")),
          entry(Chart.NAME + "-kafka-cluster-ca-cert", Set.of("ca.crt")),
          entry(Chart.NAME + "-kafka-ingest", STRIMZI_USER),
          entry(Chart.NAME + "-kafka-edge", STRIMZI_USER),
          entry(Chart.NAME + "-kafka-control-api", STRIMZI_USER));

  @EachRendering
  void accountsOfPodsExist(String values, String kubernetes, Manifests manifests) {
    Set<String> accounts = names(manifests, ServiceAccount.class);

    manifests
        .pods()
        .forEach(
            (owner, pod) -> {
              String account = pod.getSpec().getServiceAccountName();
              // The pod of helm test uses the namespace's default account, without its token.
              if (account != null) {
                assertThat(accounts).as(owner).contains(account);
              }
            });
  }

  @EachRendering
  void mountedObjectsExist(String values, String kubernetes, Manifests manifests) {
    Set<String> configMaps = names(manifests, ConfigMap.class);
    Set<String> claims = names(manifests, PersistentVolumeClaim.class);

    manifests
        .pods()
        .forEach(
            (owner, pod) -> {
              for (Volume volume : pod.getSpec().getVolumes()) {
                if (volume.getConfigMap() != null) {
                  assertThat(configMaps).as(owner).contains(volume.getConfigMap().getName());
                }
                if (volume.getPersistentVolumeClaim() != null) {
                  assertThat(claims)
                      .as(owner)
                      .contains(volume.getPersistentVolumeClaim().getClaimName());
                }
              }
              assertThat(mounted(pod.getSpec()))
                  .as(owner)
                  .containsExactlyInAnyOrderElementsOf(
                      pod.getSpec().getVolumes().stream().map(Volume::getName).toList());
            });
  }

  private static List<String> mounted(PodSpec pod) {
    return pod.getContainers().stream()
        .flatMap(container -> container.getVolumeMounts().stream())
        .map(mount -> mount.getName())
        .toList();
  }

  @EachRendering
  void secretsOfVariablesExist(String values, String kubernetes, Manifests manifests) {
    manifests
        .pods()
        .forEach(
            (owner, pod) ->
                variables(pod.getSpec())
                    .map(EnvVar::getValueFrom)
                    .filter(from -> from != null && from.getSecretKeyRef() != null)
                    .forEach(
                        from ->
                            assertThat(keys(manifests, from.getSecretKeyRef().getName()))
                                .as("%s: secret %s", owner, from.getSecretKeyRef().getName())
                                .contains(from.getSecretKeyRef().getKey())));
  }

  /** A variable can refer only to variables before it. */
  @EachRendering
  void variablesReferToEarlierOnes(String values, String kubernetes, Manifests manifests) {
    manifests
        .pods()
        .forEach(
            (owner, pod) -> {
              List<EnvVar> variables = variables(pod.getSpec()).toList();
              assertThat(variables).as(owner).extracting(EnvVar::getName).doesNotHaveDuplicates();
              for (int i = 0; i < variables.size(); i++) {
                String value = variables.get(i).getValue();
                if (value != null && value.contains("$(BROKER_PASSWORD)")) {
                  assertThat(variables.subList(0, i))
                      .as(owner)
                      .extracting(EnvVar::getName)
                      .contains("BROKER_PASSWORD");
                }
              }
            });
  }

  private static Stream<EnvVar> variables(PodSpec pod) {
    return pod.getContainers().stream().map(Container::getEnv).flatMap(List::stream);
  }

  private static Set<String> keys(Manifests manifests, String secret) {
    return manifests
        .all(Secret.class)
        .filter(made -> made.getMetadata().getName().equals(secret))
        .findFirst()
        .map(made -> made.getData().keySet())
        .orElseGet(() -> GIVEN.getOrDefault(secret, Set.of()));
  }

  @EachRendering
  void ingressesLeadToPortsOfServices(String values, String kubernetes, Manifests manifests) {
    manifests
        .all(Ingress.class)
        .flatMap(ingress -> ingress.getSpec().getRules().stream())
        .flatMap(rule -> rule.getHttp().getPaths().stream())
        .forEach(
            path -> {
              IngressServiceBackend backend = path.getBackend().getService();
              assertThat(manifests.the(Service.class, backend.getName()).getSpec().getPorts())
                  .as(path.getPath())
                  .anyMatch(port -> port.getName().equals(backend.getPort().getName()));
            });
  }

  private static Set<String> names(Manifests manifests, Class<? extends HasMetadata> kind) {
    return manifests
        .all(kind)
        .map(manifest -> manifest.getMetadata().getName())
        .collect(Collectors.toSet());
  }
}
