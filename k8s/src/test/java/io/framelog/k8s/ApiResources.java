package io.framelog.k8s;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The resources of a Kubernetes API as in its discovery documents: for each group and version, the
 * plural names and kinds. All of them are namespaced.
 */
record ApiResources(Map<String, Map<String, String>> byGroupVersion) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static ApiResources of(String... groupVersionsAndKinds) {
    Map<String, Map<String, String>> all = new TreeMap<>();
    for (String line : groupVersionsAndKinds) {
      List<String> words = new ArrayList<>(List.of(line.split(" ")));
      Map<String, String> kinds = new TreeMap<>();
      words.subList(1, words.size()).forEach(kind -> kinds.put(plural(kind), kind));
      all.put(words.get(0), kinds);
    }
    return new ApiResources(all);
  }

  private static final String CORE =
      "v1 Secret ConfigMap Service ServiceAccount PersistentVolumeClaim Pod";
  private static final String APPS = "apps/v1 Deployment StatefulSet DaemonSet";
  private static final String NETWORK = "networking.k8s.io/v1 NetworkPolicy Ingress";

  static ApiResources ofKubernetes120() {
    return of(
        CORE,
        APPS,
        NETWORK,
        "policy/v1beta1 PodDisruptionBudget",
        "autoscaling/v1 HorizontalPodAutoscaler",
        "autoscaling/v2beta2 HorizontalPodAutoscaler");
  }

  static ApiResources ofKubernetes134() {
    return of(
        CORE,
        APPS,
        NETWORK,
        "policy/v1 PodDisruptionBudget",
        "autoscaling/v1 HorizontalPodAutoscaler",
        "autoscaling/v2 HorizontalPodAutoscaler");
  }

  /** These resources and additionally installed ones. */
  ApiResources with(String... groupVersionsAndKinds) {
    Map<String, Map<String, String>> all = new TreeMap<>(byGroupVersion);
    all.putAll(of(groupVersionsAndKinds).byGroupVersion());
    return new ApiResources(all);
  }

  private static String plural(String kind) {
    String lower = kind.toLowerCase(Locale.ROOT);
    if (lower.endsWith("s")) {
      return lower + "es";
    }
    return lower.endsWith("y") ? lower.substring(0, lower.length() - 1) + "ies" : lower + "s";
  }

  /** The response to a discovery request, or null for another path. */
  @Nullable ObjectNode discovery(String path) {
    if (path.equals("/api")) {
      ObjectNode versions = JSON.createObjectNode().put("kind", "APIVersions");
      versions.putArray("versions").add("v1");
      return versions;
    } else if (path.equals("/apis")) {
      return groups();
    }
    String groupVersion = path.equals("/api/v1") ? "v1" : path.replaceFirst("^/apis/", "");
    Map<String, String> kinds = byGroupVersion.get(groupVersion);
    return kinds == null ? null : resources(groupVersion, kinds);
  }

  private ObjectNode groups() {
    Set<String> names = new TreeSet<>();
    byGroupVersion.keySet().stream()
        .filter(groupVersion -> groupVersion.contains("/"))
        .forEach(groupVersion -> names.add(groupVersion.substring(0, groupVersion.indexOf('/'))));
    ObjectNode list = JSON.createObjectNode().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    for (String name : names) {
      ObjectNode group = groups.addObject().put("name", name);
      ArrayNode versions = group.putArray("versions");
      byGroupVersion.keySet().stream()
          .filter(groupVersion -> groupVersion.startsWith(name + "/"))
          .forEach(
              groupVersion ->
                  versions
                      .addObject()
                      .put("groupVersion", groupVersion)
                      .put("version", groupVersion.substring(name.length() + 1)));
      group.set("preferredVersion", versions.get(versions.size() - 1));
    }
    return list;
  }

  private static ObjectNode resources(String groupVersion, Map<String, String> kinds) {
    ObjectNode list =
        JSON.createObjectNode().put("kind", "APIResourceList").put("groupVersion", groupVersion);
    ArrayNode resources = list.putArray("resources");
    kinds.forEach(
        (plural, kind) ->
            resources
                .addObject()
                .put("name", plural)
                .put("kind", kind)
                .put("namespaced", true)
                .putArray("verbs")
                .add("get")
                .add("list")
                .add("create")
                .add("patch")
                .add("delete"));
    return list;
  }
}
