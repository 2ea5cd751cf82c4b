package io.framelog.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rendered manifests, parsed strictly: an unknown kind or field is an error. */
record Manifests(List<HasMetadata> all) {
  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---\\s*$");
  private static final KubernetesSerialization YAML = yaml();

  private static KubernetesSerialization yaml() {
    KubernetesSerialization yaml = new KubernetesSerialization();
    for (String version : List.of("v1", "v1beta2")) {
      String apiVersion = "kafka.strimzi.io/" + version;
      yaml.registerKubernetesResource(apiVersion, "Kafka", Kafka.class);
      yaml.registerKubernetesResource(apiVersion, "KafkaNodePool", KafkaNodePool.class);
      yaml.registerKubernetesResource(apiVersion, "KafkaUser", KafkaUser.class);
    }
    return yaml;
  }

  static Manifests parse(String rendered) {
    List<HasMetadata> all =
        SEPARATOR
            .splitAsStream(rendered)
            .filter(document -> document.contains("kind:"))
            .map(document -> (HasMetadata) YAML.unmarshal(document))
            .toList();
    for (HasMetadata manifest : all) {
      assertThat(manifest).isNotInstanceOf(GenericKubernetesResource.class);
      UnknownFields.refuse(manifest);
    }
    return new Manifests(all);
  }

  <T extends HasMetadata> T the(Class<T> kind, String name) {
    return all(kind)
        .filter(manifest -> manifest.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind.getSimpleName() + " " + name));
  }

  <T extends HasMetadata> Stream<T> all(Class<T> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast);
  }

  /** The pod templates by kind and name of their owner, including the pod of helm test. */
  Map<String, PodTemplateSpec> pods() {
    Map<String, PodTemplateSpec> pods = new TreeMap<>();
    for (HasMetadata manifest : all) {
      PodTemplateSpec template = template(manifest);
      if (template != null) {
        pods.put(manifest.getKind() + " " + manifest.getMetadata().getName(), template);
      }
    }
    return pods;
  }

  private static @Nullable PodTemplateSpec template(HasMetadata manifest) {
    if (manifest instanceof Deployment deployment) {
      return deployment.getSpec().getTemplate();
    } else if (manifest instanceof StatefulSet statefulSet) {
      return statefulSet.getSpec().getTemplate();
    } else if (manifest instanceof DaemonSet daemonSet) {
      return daemonSet.getSpec().getTemplate();
    } else if (manifest instanceof Pod pod) {
      return new PodTemplateSpecBuilder()
          .withMetadata(pod.getMetadata())
          .withSpec(pod.getSpec())
          .build();
    }
    return null;
  }
}
