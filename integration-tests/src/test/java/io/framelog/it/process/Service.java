package io.framelog.it.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A packaged application of Framelog in a separate process. */
public final class Service implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final String name;
  private final ProcessBuilder command;
  private final int httpPort;
  private final List<RunningProcess> runs = new CopyOnWriteArrayList<>();

  private Service(String name, ProcessBuilder command, int httpPort) {
    this.name = name;
    this.command = command;
    this.httpPort = httpPort;
    startAgain();
  }

  /**
   * Starts an application and waits until it is ready.
   *
   * @param module the Maven module: {@code ingest-service}, {@code standalone}, …
   */
  public static Service start(String module, Map<String, String> properties, String... arguments) {
    return start(module, properties, Map.of(), arguments);
  }

  /**
   * Starts an application with environment variables and waits until it is ready.
   *
   * @param environment in addition to this process's
   */
  public static Service start(
      String module,
      Map<String, String> properties,
      Map<String, String> environment,
      String... arguments) {
    Service service = launch(module, properties, environment, arguments);
    boolean ready = false;
    try {
      service.awaitReady();
      ready = true;
    } finally {
      if (!ready) {
        service.close();
      }
    }
    return service;
  }

  /** Starts an application that may have to wait before it is ready, see {@link #awaitReady}. */
  public static Service launch(
      String module,
      Map<String, String> properties,
      Map<String, String> environment,
      String... arguments) {
    Path jar = root().resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    assertThat(jar).as("packaged %s", module).isRegularFile();
    int httpPort = Ports.free();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx768m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-Dquarkus.http.port=" + httpPort);
    command.add("-Dquarkus.http.host=127.0.0.1");
    properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return new Service(module, builder, httpPort);
  }

  /**
   * Restarts it after its end, on the same ports, with the same settings; see {@link #awaitReady}.
   */
  public void startAgain() {
    runs.add(RunningProcess.start(name, command));
  }

  /** The folder of the modules. */
  static Path root() {
    Path root = Path.of(System.getProperty("framelog.root", "..")).toAbsolutePath().normalize();
    assertThat(Files.isDirectory(root.resolve("ingest-service"))).as("root %s", root).isTrue();
    return root;
  }

  public void awaitReady() {
    Awaitility.await(name + " is ready")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .failFast(
            name + " ended",
            () -> {
              if (!process().isAlive()) {
                throw new AssertionError(process().output());
              }
            })
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> get("/q/health/ready").statusCode() == 200);
  }

  /** The process that was started last. */
  public RunningProcess process() {
    return runs.get(runs.size() - 1);
  }

  /** All processes that were started, the first one first. */
  public List<RunningProcess> runs() {
    return List.copyOf(runs);
  }

  public int httpPort() {
    return httpPort;
  }

  public URI http(String path) {
    return URI.create("http://127.0.0.1:" + httpPort + path);
  }

  public URI websocket(String path) {
    return URI.create("ws://127.0.0.1:" + httpPort + path);
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(http(path)).GET().build());
  }

  /** Posts JSON. */
  public HttpResponse<String> post(String path, String json)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(http(path))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  public HttpResponse<String> put(String path, String json)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(http(path))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  public HttpResponse<String> delete(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(http(path)).DELETE().build());
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** The value of a Prometheus counter or gauge, summed over its labels that contain a text. */
  public double metric(String name, String labels) throws IOException, InterruptedException {
    return get("/q/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name) && line.contains(labels))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Override
  public void close() {
    process().close();
  }
}
