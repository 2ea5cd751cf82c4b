package io.framelog.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Parses a component's application.properties like Java. */
final class Settings {
  private Settings() {}

  static Map<String, String> of(Manifests manifests, String component) {
    return of(manifests.the(ConfigMap.class, Chart.NAME + "-" + component));
  }

  static Map<String, String> of(ConfigMap configMap) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(configMap.getData().get("application.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> settings = new TreeMap<>();
    properties.stringPropertyNames().forEach(k -> settings.put(k, properties.getProperty(k)));
    return settings;
  }
}
