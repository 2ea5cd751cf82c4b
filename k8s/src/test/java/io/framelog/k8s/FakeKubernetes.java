package io.framelog.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes API that stores objects and runs nothing, sufficient for {@code helm install},
 * {@code upgrade} and {@code uninstall}. It has only the given kinds and does not convert between
 * versions.
 */
final class FakeKubernetes implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      current-context: fake
      clusters: [{name: fake, cluster: {server: "http://127.0.0.1:%d"}}]
      contexts: [{name: fake, context: {cluster: fake, namespace: %s}}]
      """;

  private final ApiResources resources;
  private final String version;
  private final HttpServer server;

  /** By path; guarded by this. */
  private final Map<String, ObjectNode> objects = new TreeMap<>();

  FakeKubernetes(String version, ApiResources resources) throws IOException {
    this.version = version;
    this.resources = resources;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String kubeconfig() {
    return KUBECONFIG.formatted(server.getAddress().getPort(), Chart.NAMESPACE);
  }

  /** Paths of all objects, without Helm's release records. */
  synchronized List<String> paths() {
    return objects.entrySet().stream()
        .filter(entry -> !entry.getValue().path("type").asText().startsWith("helm.sh/release"))
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * @param path after the namespace: {@code secrets/name}
   */
  synchronized JsonNode object(String groupVersion, String path) {
    String root = groupVersion.contains("/") ? "/apis/" : "/api/";
    ObjectNode found =
        objects.get(root + groupVersion + "/namespaces/" + Chart.NAMESPACE + "/" + path);
    if (found == null) {
      throw new AssertionError("no " + groupVersion + " " + path + " among " + objects.keySet());
    }
    return found;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] request = exchange.getRequestBody().readAllBytes();
    JsonNode body = body(request);
    JsonNode answer =
        switch (exchange.getRequestMethod()) {
          case "POST" -> create(path, (ObjectNode) body);
          case "PUT" -> store(path, (ObjectNode) body);
          case "PATCH" -> merge(path, body);
          case "DELETE" -> objects.remove(path);
          default -> read(path, exchange.getRequestURI().getRawQuery());
        };
    send(exchange, answer);
  }

  private static JsonNode body(byte[] request) throws IOException {
    if (request.length == 0) {
      return JSON.createObjectNode();
    }
    return ProtobufSecret.isProtobuf(request)
        ? ProtobufSecret.read(request)
        : JSON.readTree(request);
  }

  private JsonNode create(String collection, ObjectNode object) {
    return store(collection + "/" + object.at("/metadata/name").asText(), object);
  }

  private JsonNode store(String path, ObjectNode object) {
    objects.put(path, object);
    return object;
  }

  /** Applies a JSON merge patch (RFC 7396). Lists are replaced, which a real API merges by keys. */
  private @Nullable JsonNode merge(String path, JsonNode patch) {
    ObjectNode object = objects.get(path);
    if (object != null) {
      merge(object, patch);
    }
    return object;
  }

  private static void merge(ObjectNode object, JsonNode patch) {
    patch
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isNull()) {
                object.remove(field.getKey());
              } else if (field.getValue().isObject()) {
                merge(object.withObjectProperty(field.getKey()), field.getValue());
              } else {
                object.set(field.getKey(), field.getValue());
              }
            });
  }

  private @Nullable JsonNode read(String path, @Nullable String query) {
    if (path.equals("/version")) {
      String[] numbers = version.split("\\.", -1);
      return JSON.createObjectNode()
          .put("major", numbers[0])
          .put("minor", numbers[1])
          .put("gitVersion", "v" + version);
    }
    ObjectNode discovered = resources.discovery(path);
    if (discovered != null) {
      return discovered;
    }
    ObjectNode object = objects.get(path);
    boolean isCollection = path.matches(".*/namespaces/[^/]+/[^/]+");
    return object == null && isCollection ? list(path, query) : object;
  }

  private ObjectNode list(String collection, @Nullable String query) {
    // Helm lists only its releases.
    ObjectNode list = JSON.createObjectNode().put("kind", "SecretList").put("apiVersion", "v1");
    ArrayNode items = list.putArray("items");
    Map<String, String> wanted = labels(query);
    objects.forEach(
        (path, object) -> {
          boolean isIn = path.startsWith(collection + "/");
          JsonNode labels = object.at("/metadata/labels");
          if (isIn
              && wanted.entrySet().stream()
                  .allMatch(
                      label -> labels.path(label.getKey()).asText().equals(label.getValue()))) {
            items.add(object);
          }
        });
    return list;
  }

  /** Parses an encoded {@code labelSelector=owner=helm,name=studio}. */
  private static Map<String, String> labels(@Nullable String query) {
    Map<String, String> labels = new TreeMap<>();
    for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
      if (parameter.startsWith("labelSelector=")) {
        String selector =
            URLDecoder.decode(
                parameter.substring("labelSelector=".length()), StandardCharsets.UTF_8);
        for (String label : selector.split(",", -1)) {
          List<String> keyAndValue = new ArrayList<>(List.of(label.split("=", 2)));
          labels.put(keyAndValue.get(0), keyAndValue.get(1));
        }
      }
    }
    return labels;
  }

  private static void send(HttpExchange exchange, @Nullable JsonNode found) throws IOException {
    JsonNode answer = found == null ? notFound() : found;
    byte[] body = JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(found == null ? 404 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static ObjectNode notFound() {
    return JSON.createObjectNode()
        .put("kind", "Status")
        .put("apiVersion", "v1")
        .put("status", "Failure")
        .put("reason", "NotFound")
        .put("code", 404);
  }
}
