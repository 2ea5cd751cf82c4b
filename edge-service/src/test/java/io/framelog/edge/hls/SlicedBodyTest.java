package io.framelog.edge.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlicedBodyTest {
  private final Vertx vertx = Vertx.vertx();
  private final CompletableFuture<HttpServerRequest> request = new CompletableFuture<>();
  private final CompletableFuture<Context> loop = new CompletableFuture<>();
  private HttpServer server;

  @BeforeEach
  void listen() throws Exception {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                asked -> {
                  loop.complete(Vertx.currentContext());
                  request.complete(asked);
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

  // A write from a task, not from a read of the connection, completes before it returns.
  @ParameterizedTest
  @ValueSource(ints = {0, 100, 16 * 1024, 40_000, 3_000_000})
  void writesABodyFromATaskOfTheLoop(int bytes) throws Exception {
    ByteBuf body = PooledByteBufAllocator.DEFAULT.directBuffer(Math.max(1, bytes)).writeZero(bytes);
    CompletableFuture<Integer> received = get();
    HttpServerRequest served = request.get(10, TimeUnit.SECONDS);

    CompletableFuture<SlicedBody> written = new CompletableFuture<>();
    loop.join()
        .runOnContext(
            task -> {
              try {
                written.complete(SlicedBody.write(served.response(), body));
              } catch (RuntimeException e) {
                written.completeExceptionally(e);
              }
            });

    assertThat(written).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(received).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(bytes);
    await().untilAsserted(() -> assertThat(written.join().pendingBytes()).isZero());
    await().untilAsserted(() -> assertThat(body.refCnt()).isZero());
  }

  /** Requests the body over HTTP/2; answers with the number of bytes that were received. */
  private CompletableFuture<Integer> get() {
    return vertx
        .createHttpClient(new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2))
        .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
        .compose(sent -> sent.send())
        .compose(HttpClientResponse::body)
        .map(received -> received.length())
        .toCompletionStage()
        .toCompletableFuture();
  }
}
