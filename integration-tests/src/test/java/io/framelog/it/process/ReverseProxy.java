package io.framelog.it.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;

/** A reverse proxy with the configuration of the documentation, except for its addresses. */
public final class ReverseProxy implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final RunningProcess process;
  private final int port;
  private final HttpClient http;

  private ReverseProxy(RunningProcess process, int port, HttpClient http) {
    this.process = process;
    this.port = port;
    this.http = http;
  }

  /**
   * Starts a proxy in front of a cluster.
   *
   * @param kind the program, also the language of its code block in the documentation
   * @param folder for its files only
   */
  public static ReverseProxy start(String kind, SharedCluster.Set cluster, Path folder)
      throws IOException {
    int port = Ports.free();
    Path certificate = folder.resolve("video.crt");
    Path key = folder.resolve("video.key");
    makeCertificate(certificate, key);
    Path both =
        Files.writeString(
            folder.resolve("video.pem"), Files.readString(certificate) + Files.readString(key));
    String documented =
        Documentation.codeBlock("7-reverse-proxies.md", kind)
            .replace("127.0.0.1:8081", authority(cluster.edgeA()))
            .replace("127.0.0.1:8082", authority(cluster.edgeB()))
            .replace("127.0.0.1:8083", authority(cluster.ingest().service()))
            .replace("127.0.0.1:8084", authority(cluster.control()))
            .replace("/etc/ssl/video.example.com.crt", certificate.toString())
            .replace("/etc/ssl/video.example.com.key", key.toString())
            .replace("/etc/ssl/video.example.com.pem", both.toString());
    Path file = folder.resolve(kind + ".cfg");
    ProcessBuilder command =
        switch (kind) {
          case "nginx" -> {
            String block =
                documented
                    .replace(" 443 ", " 127.0.0.1:" + port + " ")
                    .replace("    location /video/ {", cache() + "    location /video/ {");
            Files.writeString(file, nginx(cachePath(folder) + block, folder));
            yield new ProcessBuilder("nginx", "-p", folder.toString(), "-c", file.toString());
          }
          case "caddyfile" -> {
            String tls = "{\n\ttls " + certificate + " " + key + "\n";
            String site = "https://127.0.0.1:" + port + " " + tls;
            Files.writeString(
                file,
                "{\n\tadmin off\n\tauto_https disable_redirects\n}\n"
                    + documented.replace("video.example.com {\n", site));
            yield new ProcessBuilder(
                "caddy", "run", "--adapter", "caddyfile", "--config", "" + file);
          }
          case "haproxy" -> {
            Files.writeString(file, documented.replace(" :443 ", " 127.0.0.1:" + port + " "));
            yield new ProcessBuilder("haproxy", "-f", file.toString());
          }
          default -> throw new IllegalArgumentException(kind + " is no proxy in the documentation");
        };
    command.environment().putAll(Map.of("HOME", folder.toString(), "XDG_DATA_HOME", "" + folder));
    ReverseProxy proxy =
        new ReverseProxy(RunningProcess.start(kind, command), port, trusting(certificate));
    proxy.awaitListening();
    return proxy;
  }

  private static String authority(Service service) {
    return service.http("").getAuthority();
  }

  /** The cache's configuration, with a log of its results. */
  private static String cache() throws IOException {
    return Documentation.codeBlock("7-reverse-proxies.md", "nginx-cache")
        .replace("}\n", "    access_log /dev/stdout cached;\n}\n");
  }

  private static String cachePath(Path folder) {
    return "proxy_cache_path %s keys_zone=hls:10m max_size=1g inactive=10m;\n"
            .formatted(folder.resolve("hls"))
        + "log_format cached '$upstream_cache_status $request_uri';\n";
  }

  /**
   * The rest of nginx's configuration around the block {@code http}, which writes only to a folder.
   */
  private static String nginx(String http, Path folder) {
    StringBuilder temporary = new StringBuilder();
    for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      temporary.append(kind + "_temp_path " + folder.resolve(kind) + ";\n");
    }
    return "daemon off;\nmaster_process off;\nerror_log stderr;\n"
        + ("pid " + folder.resolve("nginx.pid") + ";\n")
        + ("events {}\nhttp {\naccess_log off;\n" + temporary + http + "}\n");
  }

  private static void makeCertificate(Path certificate, Path key) {
    List<String> command =
        new ArrayList<>(
            List.of("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=x".split(" ")));
    command.addAll(List.of("-addext", "subjectAltName=IP:127.0.0.1"));
    command.addAll(List.of("-out", "" + certificate, "-keyout", "" + key));
    try (RunningProcess openssl = RunningProcess.start("openssl", command)) {
      if (openssl.awaitExit(PATIENCE) != 0) {
        throw new IllegalStateException(openssl.output());
      }
    }
  }

  private void awaitListening() {
    Awaitility.await(process.name() + " listens")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .failFast(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError(process.output());
              }
            })
        .until(() -> Ports.isOpen(port));
  }

  /** A URL below the prefix. */
  public URI https(String path) {
    return URI.create("https://127.0.0.1:" + port + "/video" + path);
  }

  /**
   * Requests a path below the prefix, which is not normalized.
   *
   * @return the response, which may be a redirect
   */
  public HttpResponse<String> ask(String method, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(https(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(PATIENCE)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpClient trusting(Path certificate) throws IOException {
    try (InputStream in = Files.newInputStream(certificate)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "proxy", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      return HttpClient.newBuilder().sslContext(tls).build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("certificate " + certificate + " cannot be used", e);
    }
  }

  /** Its output. */
  public String output() {
    return process.output();
  }

  /**
   * Results of nginx's cache, a line per HLS request: {@code HIT}, {@code MISS} or {@code EXPIRED}
   * and the path.
   */
  public List<String> cached() {
    return process.lines().stream().filter(line -> line.matches("[A-Z-]+ /video/.*")).toList();
  }

  @Override
  public void close() {
    process.close();
  }
}
