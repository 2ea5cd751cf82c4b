package io.framelog.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Finds unknown fields, such as misspelt ones, at any depth: the typed models store them in {@code
 * additionalProperties}.
 */
final class UnknownFields {
  private static final List<String> MODELS =
      List.of("io.fabric8.kubernetes.api.model.", "io.fabric8.openshift.", "io.strimzi.api.");

  private UnknownFields() {}

  static void refuse(Object model) {
    walk(model, model.getClass().getSimpleName());
  }

  private static void walk(Object value, String path) {
    if (value instanceof Collection<?> list) {
      int i = 0;
      for (Object element : list) {
        walk(element, path + "[" + i++ + "]");
      }
    } else if (MODELS.stream().anyMatch(value.getClass().getName()::startsWith)
        && !value.getClass().isEnum()) {
      for (Method method : value.getClass().getMethods()) {
        walk(value, method, path);
      }
    }
  }

  private static void walk(Object owner, Method getter, String path) {
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
      walk(value, name);
    }
  }
}
