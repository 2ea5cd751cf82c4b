package io.framelog.k8s;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of a Kubernetes API that a template's {@code lookup} needs. Helm connects to it through
 * the file in {@code KUBECONFIG}. It supports Secrets and contains none.
 */
final class LookupServer {
  private static final String SECRETS =
      """
      {"kind": "APIResourceList", "groupVersion": "v1", "resources": [
        {"name": "secrets", "kind": "Secret", "namespaced": true, "verbs": ["get"]}]}
      """;
  private static final String NOT_FOUND =
      """
      {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404}
      """;
  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      current-context: fake
      clusters: [{name: fake, cluster: {server: "http://127.0.0.1:%d"}}]
      contexts: [{name: fake, context: {cluster: fake}}]
      """;

  private LookupServer() {}

  /** Starts it once for all tests of this JVM; its threads are daemons. */
  static void start() {
    Holder.SERVER.getAddress();
  }

  private static final class Holder {
    private static final HttpServer SERVER = serve();
  }

  private static HttpServer serve() {
    try {
      InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpServer server = HttpServer.create(anyPort, 0);
      server.createContext("/", LookupServer::answer);
      server.start();
      Files.writeString(
          Path.of(System.getenv("KUBECONFIG")),
          KUBECONFIG.formatted(server.getAddress().getPort()));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    boolean known = exchange.getRequestURI().getPath().equals("/api/v1");
    byte[] body = (known ? SECRETS : NOT_FOUND).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(known ? 200 : 404, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
