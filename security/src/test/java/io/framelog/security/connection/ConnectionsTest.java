package io.framelog.security.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.impl.VertxInternal;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real connections to a real server. */
class ConnectionsTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String UPGRADE =
      String.join(
          "\r\n",
          "GET /socket HTTP/1.1",
          "Host: localhost",
          "Connection: Upgrade",
          "Upgrade: websocket",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
          "",
          "");

  private final Vertx vertx = Vertx.vertx();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final List<Socket> sockets = new ArrayList<>();
  private int port;

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void serve(HttpLimits limits) throws Exception {
    Connections connections = new Connections(limits, registry);
    Router router = Router.router(vertx);
    router.route().order(Integer.MIN_VALUE).handler(connections::request);
    router.get("/").handler(rc -> rc.response().end("here"));
    router.get("/slow").handler(rc -> vertx.setTimer(1500, late -> rc.response().end("late")));
    router.put("/").handler(rc -> rc.request().endHandler(read -> rc.response().end("put")));
    router.get("/socket").handler(rc -> rc.request().toWebSocket());
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    port = server.actualPort();
    VertxInternal inside = (VertxInternal) vertx;
    connections.watch(inside.getAcceptorEventLoopGroup(), port);
    // The gate is added on the same loop.
    inside.getAcceptorEventLoopGroup().next().submit(() -> {}).get();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    sockets.add(socket);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String ask(Socket socket, String request, String until) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf(until) < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as("closed after " + answer).isNotNegative();
      answer.append((char) next);
    }
    return answer.toString();
  }

  private static boolean isClosed(Socket socket) throws IOException {
    return socket.getInputStream().read() < 0;
  }

  private double closed(String reason) {
    return registry.counter("framelog.http.connections.closed", "reason", reason).count();
  }

  @Test
  void aConnectionWithoutARequestIsClosed() throws Exception {
    serve(new HttpLimits(SHORT, LONG, 100, 0));

    assertThat(isClosed(connect())).isTrue();
    assertThat(closed("no-request")).isEqualTo(1);
  }

  @Test
  void aConnectionWithoutANextRequestIsClosed() throws Exception {
    serve(new HttpLimits(LONG, SHORT, 100, 0));
    Socket kept = connect();
    ask(kept, REQUEST, "here");
    ask(kept, REQUEST, "here");

    assertThat(isClosed(kept)).isTrue();
    assertThat(closed("keep-alive")).isEqualTo(1);
  }

  @Test
  void anAnswerHasNoTimeLimit() throws Exception {
    serve(new HttpLimits(SHORT, SHORT, 100, 1));
    Socket slow = connect();

    assertThat(ask(slow, REQUEST.replace("/ ", "/slow "), "late")).startsWith("HTTP/1.1 200");
  }

  @Test
  void aWebSocketIsNotIdle() throws Exception {
    serve(new HttpLimits(SHORT, SHORT, 100, 1));
    Socket viewer = connect();
    ask(viewer, UPGRADE, "\r\n\r\n");
    // Each of these is closed in time, the socket stays.
    for (int i = 0; i < 4; i++) {
      assertThat(isClosed(connect())).isTrue();
    }

    viewer.getOutputStream().write(new byte[] {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0});
    assertThat(viewer.getInputStream().read()).as("pong").isEqualTo(0x8a);
  }

  @Test
  void theLongestIdleConnectionIsClosed() throws Exception {
    serve(new HttpLimits(LONG, LONG, 100, 2));
    Socket first = connect();
    ask(first, REQUEST, "here");
    Socket second = connect();
    ask(second, REQUEST, "here");
    Socket third = connect();
    ask(third, REQUEST, "here");

    assertThat(isClosed(first)).isTrue();
    ask(second, REQUEST, "here");
    ask(third, REQUEST, "here");
    assertThat(closed("idle-per-address")).isEqualTo(1);
  }

  @Test
  void manySimultaneousConnectionsAreServed() throws Exception {
    serve(new HttpLimits(LONG, LONG, 100, 2));

    // Repeated, because the machine may stall between connections and requests.
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              double before = closed("idle-per-address");
              connectThenAsk(20);
              return closed("idle-per-address") == before;
            });
  }

  @Test
  void requestsMayBePipelined() throws Exception {
    serve(new HttpLimits(LONG, LONG, 100, 0));
    Socket ahead = connect();

    for (int i = 0; i < 10; i++) {
      assertThat(ask(ahead, REQUEST.repeat(100), "here")).startsWith("HTTP/1.1 200");
      for (int answer = 1; answer < 100; answer++) {
        ask(ahead, "", "here");
      }
    }
  }

  @Test
  void aClientThatPipelinesAndReadsNothingIsClosed() throws Exception {
    serve(new HttpLimits(LONG, LONG, 100, 0));
    Socket deaf = connect();

    // The first answer is late; the number of requests meanwhile is bounded.
    assertThatThrownBy(
            () -> {
              deaf.getOutputStream()
                  .write(REQUEST.replace("/ ", "/slow ").getBytes(StandardCharsets.US_ASCII));
              for (int i = 0; i < 1000; i++) {
                deaf.getOutputStream()
                    .write(REQUEST.repeat(1000).getBytes(StandardCharsets.US_ASCII));
              }
            })
        .isInstanceOf(IOException.class);
    assertThat(closed("unread-answers")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 5"
      })
  void aRequestWithTwoLengthsIsRejectedAndTheLastOneOfItsConnection(String lengths)
      throws Exception {
    serve(new HttpLimits(LONG, LONG, 100, 0));
    Socket smuggler = connect();

    String answer =
        ask(
            smuggler,
            "PUT / HTTP/1.1\r\nHost: localhost\r\n" + lengths + "\r\n\r\n0\r\n\r\n" + REQUEST,
            "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400");
    assertThat(isClosed(smuggler)).as("the request after it is not answered").isTrue();
  }

  private void connectThenAsk(int connections) throws IOException {
    List<Socket> crowd = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      crowd.add(connect());
    }
    for (Socket socket : crowd) {
      socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
    }
    for (Socket socket : crowd) {
      socket.close();
    }
  }

  @Test
  void connectionsAboveTheMaximumAreClosedAtOnce() throws Exception {
    serve(new HttpLimits(LONG, LONG, 2, 0));
    Socket first = connect();
    ask(first, REQUEST, "here");
    ask(connect(), REQUEST, "here");

    assertThat(isClosed(connect())).isTrue();
    assertThat(closed("max-connections")).isEqualTo(1);

    ask(first, REQUEST.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"), "here");
    await().until(() -> registry.get("framelog.http.connections").gauge().value() == 1);
    ask(connect(), REQUEST, "here");
  }
}
