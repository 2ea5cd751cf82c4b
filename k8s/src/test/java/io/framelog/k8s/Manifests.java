package io.framelog.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Rendered manifests, read strictly: a kind or field Kubernetes does not have is an error. */
record Manifests(List<HasMetadata> all) {
  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---\\s*$");

  static Manifests parse(String rendered) {
    KubernetesSerialization yaml = new KubernetesSerialization();
    List<HasMetadata> all =
        SEPARATOR
            .splitAsStream(rendered)
            .filter(document -> document.contains("kind:"))
            .map(document -> (HasMetadata) yaml.unmarshal(document))
            .toList();
    for (HasMetadata manifest : all) {
      assertThat(manifest).isNotInstanceOf(GenericKubernetesResource.class);
      requireKnownFields(manifest, manifest.getKind());
    }
    return new Manifests(all);
  }

  private static void requireKnownFields(Object value, String path) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        requireKnownFields(list.get(i), path + "[" + i + "]");
      }
    } else if (value.getClass().getName().startsWith("io.fabric8.kubernetes.api.model.")) {
      for (Method method : value.getClass().getMethods()) {
        requireKnownFields(value, method, path);
      }
    }
  }

  private static void requireKnownFields(Object owner, Method getter, String path) {
    boolean isGetter = getter.getName().startsWith("get") && getter.getParameterCount() == 0;
    if (!isGetter || getter.getDeclaringClass() == Object.class) {
      return;
    }
    Object value;
    try {
      value = getter.invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(path + "." + getter.getName(), e);
    }
    String name = path + "." + getter.getName().substring(3);
    if (getter.getName().equals("getAdditionalProperties")) {
      assertThat((Map<?, ?>) value).as(name).isNullOrEmpty();
    } else if (value != null) {
      requireKnownFields(value, name);
    }
  }

  <T extends HasMetadata> T the(Class<T> kind, String name) {
    return all.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .filter(manifest -> manifest.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind.getSimpleName() + " " + name));
  }
}
