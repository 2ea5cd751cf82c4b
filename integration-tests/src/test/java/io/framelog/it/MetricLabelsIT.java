package io.framelog.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.Service;
import io.framelog.it.process.SharedCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that clients cannot create labels of {@code http_server_requests}. */
@ExtendWith(SharedCluster.class)
class MetricLabelsIT {
  private static final String METRIC = "http_server_requests_seconds_count";
  private static final int REQUESTS = 300;

  /** Fewer than the limit of pipelined requests on one connection. */
  private static final int AT_A_TIME = 60;

  private static final String OWN_HOST = "Host: localhost\r\n";
  private static final String FOREIGN_PAGE = OWN_HOST + "Origin: https://elsewhere.example\r\n";

  /** Requests; {@code #} is replaced by a different number in each. */
  private static final List<String> ODD =
      List.of(
          "ODD# /live HTTP/1.1\r\n" + OWN_HOST,
          "ODD# /api/streams/n# HTTP/1.1\r\n" + OWN_HOST,
          "ODD# /publish/n# HTTP/1.1\r\n" + OWN_HOST,
          "GET /n# HTTP/1.1\r\n" + OWN_HOST,
          "GET /api/n# HTTP/1.1\r\n" + OWN_HOST,
          "GET /api/n# HTTP/1.1\r\n" + FOREIGN_PAGE,
          "GET /api/streams/n# HTTP/1.1\r\n" + FOREIGN_PAGE,
          "GET /live/n#.mp4 HTTP/1.1\r\n" + FOREIGN_PAGE,
          "GET /n# HTTP/1.1\r\n" + FOREIGN_PAGE,
          "GET /api/captures/n#/x HTTP/1.1\r\nHost: n#.example\r\n",
          "GET /q/n# HTTP/1.1\r\nHost: n#.example\r\n",
          "TRACE /api/nodes/n#/devices HTTP/1.1\r\n" + OWN_HOST,
          "GET /api/streams/n# HTTP/1.1\r\nAccept: image/n#\r\n" + OWN_HOST,
          "GET /api/streams/%3Cn#%3E HTTP/1.1\r\n" + OWN_HOST,
          "GET /api/streams/n#/settings HTTP/1.1\r\n" + FOREIGN_PAGE,
          "GET /api/%zz# HTTP/1.1\r\n" + OWN_HOST,
          "GET /api/\u0085# HTTP/1.1\r\n" + OWN_HOST,
          "POST /api/n# HTTP/1.1\r\n" + OWN_HOST);

  @ParameterizedTest
  @ValueSource(strings = {"edge", "ingest", "control"})
  void doNotGrowAfterRequestsOfAnyKind(String kind, SharedCluster.Set cluster) throws Exception {
    Service service =
        switch (kind) {
          case "edge" -> cluster.edgeA();
          case "ingest" -> cluster.ingest().service();
          default -> cluster.control();
        };
    for (String request : ODD) {
      ask(service, request, 0, 1);
    }
    Set<String> before = labels(service);

    for (String request : ODD) {
      for (int first = 1; first <= REQUESTS; first += AT_A_TIME) {
        ask(service, request, first, AT_A_TIME);
      }
    }

    assertThat(labels(service)).containsExactlyInAnyOrderElementsOf(before);
    assertThat(before).anyMatch(labels -> labels.contains("method=\"OTHER\""));
  }

  /** Sends requests on one connection, which the last one closes. */
  private static void ask(Service service, String request, int first, int count)
      throws IOException {
    String all =
        IntStream.range(first, first + count)
            .mapToObj(
                number ->
                    request.replace("#", "" + number)
                        + (number == first + count - 1 ? "Connection: close\r\n\r\n" : "\r\n"))
            .collect(Collectors.joining());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.httpPort())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(all.getBytes(ISO_8859_1));
      String answers = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertThat(answers.split("HTTP/1\\.1 [2345]\\d\\d", -1)).as(request).hasSize(count + 1);
    }
  }

  /** Methods and paths as the metric names them. */
  private static Set<String> labels(Service service) throws Exception {
    return service
        .get("/q/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(METRIC))
        .map(line -> line.replaceAll(".*(method=\"[^\"]*\").*(uri=\"[^\"]*\").*", "$1 $2"))
        .collect(Collectors.toSet());
  }
}
