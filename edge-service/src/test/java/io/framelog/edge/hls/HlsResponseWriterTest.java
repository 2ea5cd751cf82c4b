package io.framelog.edge.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The memory of a response's body is released in all cases. */
class HlsResponseWriterTest {
  private static final int BODY_BYTES = 32 * 1024 * 1024;

  private final Vertx vertx = Vertx.vertx();
  private final HlsResponseWriter answers = new HlsResponseWriter(bytes -> {});
  private final CompletableFuture<HttpServerRequest> held = new CompletableFuture<>();
  private final ByteBuf body =
      PooledByteBufAllocator.DEFAULT.directBuffer(BODY_BYTES).writeZero(BODY_BYTES);
  private HttpServer server;

  @BeforeEach
  void listen() throws Exception {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  if (request.path().equals("/hold")) {
                    held.complete(request);
                  } else {
                    answers.write(request, found());
                  }
                })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private HlsResponse.Found found() {
    return new HlsResponse.Media(body, "video/mp4", "name");
  }

  private Socket ask(String line) throws IOException {
    return ask(line, "Accept: */*");
  }

  private Socket ask(String line, String header) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    socket
        .getOutputStream()
        .write(
            (line + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private void awaitReleased() {
    await().untilAsserted(() -> assertThat(body.refCnt()).isZero());
  }

  @Test
  void afterItWasSent() throws Exception {
    try (Socket socket = ask("GET /")) {
      assertThat(socket.getInputStream().readNBytes(BODY_BYTES)).hasSize(BODY_BYTES);
      awaitReleased();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "If-None-Match: W/\"other\", \"name\"",
        "Range: bytes=1000-1999",
        "Range: bytes=99999999-",
      })
  void whenNotAllOfItIsSent(String header) throws Exception {
    try (Socket socket = ask("GET /", header)) {
      awaitReleased();
      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .matches("HTTP/1.1 (304|206|416)");
    }
  }

  @Test
  void whenOnlyItsLengthWasRequested() throws Exception {
    try (Socket socket = ask("HEAD /")) {
      awaitReleased();
      assertThat(new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void whenThePlayerDisconnectsInTheMiddle() throws Exception {
    try (Socket socket = ask("GET /")) {
      assertThat(socket.getInputStream().readNBytes(1_000)).hasSize(1_000);
      assertThat(body.refCnt()).as("still being sent").isPositive();
    }
    awaitReleased();
  }

  @Test
  void whenThePlayerHasDisconnectedBefore() throws Exception {
    HttpServerRequest request;
    try (Socket socket = ask("GET /hold")) {
      request = held.get(10, TimeUnit.SECONDS);
      assertThat(socket.isConnected()).isTrue();
    }
    await().until(request.response()::closed);

    answers.write(request, found());

    awaitReleased();
  }

  @Test
  void whenTheResponseHasBegun() throws Exception {
    try (Socket socket = ask("GET /hold")) {
      HttpServerRequest request = held.get(10, TimeUnit.SECONDS);
      HttpServerResponse response = request.response();
      response.setChunked(true).write("begun").toCompletionStage().toCompletableFuture().get();

      assertThatThrownBy(() -> answers.write(request, found()))
          .isInstanceOf(IllegalStateException.class);
      assertThat(socket.isConnected()).isTrue();
    }
    awaitReleased();
  }
}
