package io.framelog.edge.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameWritersTest {
  private final Vertx vertx = Vertx.vertx();
  private final SharedFrame text = SharedFrame.text("{\"type\":\"hello\"}");
  private final SharedFrame small = SharedFrame.binary(ByteBuffer.wrap(new byte[] {1, 2, 3}));
  private final SharedFrame large = SharedFrame.binary(ByteBuffer.wrap(new byte[70_000]));

  @AfterEach
  void everyReferenceComesBack() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    for (SharedFrame frame : List.of(text, small, large)) {
      frame.release();
      assertThat(frame.references()).isZero();
    }
  }

  @Test
  void theSharedWriterReachesBelowTheWebSocket() throws Exception {
    List<Class<?>> kind = new CopyOnWriteArrayList<>();
    assertThat(
            playThrough(
                request -> {
                  FrameWriters below = FrameWriters.below(request);
                  return socket -> {
                    FrameWriter writer = below.forSocket(socket);
                    kind.add(writer.getClass());
                    return writer;
                  };
                }))
        .containsExactly("text {\"type\":\"hello\"}", "binary 3", "binary 70000", "closed 1000");
    assertThat(kind).containsExactly(NettyFrameWriter.class);
  }

  @Test
  void theCopyingWriterSendsTheSame() throws Exception {
    assertThat(playThrough(request -> VertxFrameWriter::new))
        .containsExactly("text {\"type\":\"hello\"}", "binary 3", "binary 70000", "closed 1000");
  }

  private List<String> playThrough(
      Function<HttpServerRequest, Function<ServerWebSocket, FrameWriter>> writers)
      throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  Function<ServerWebSocket, FrameWriter> writer = writers.apply(request);
                  request.toWebSocket().onSuccess(socket -> write(writer.apply(socket)));
                })
            .listen(0)
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    List<String> heard = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    // On the socket's own loop: its handlers are in place before anything can come.
    vertx.runOnContext(loop -> listen(server.actualPort(), heard, closed));
    closed.get(10, TimeUnit.SECONDS);
    return heard;
  }

  private void listen(int port, List<String> heard, CompletableFuture<Void> closed) {
    vertx
        .createWebSocketClient(
            new WebSocketClientOptions().setMaxFrameSize(1 << 20).setMaxMessageSize(1 << 20))
        .connect(port, "localhost", "/")
        .onSuccess(
            socket -> {
              socket.textMessageHandler(message -> heard.add("text " + message));
              socket.binaryMessageHandler(bytes -> heard.add("binary " + bytes.length()));
              socket.closeHandler(
                  ended -> {
                    heard.add("closed " + socket.closeStatusCode());
                    closed.complete(null);
                  });
            })
        .onFailure(closed::completeExceptionally);
  }

  private void write(FrameWriter writer) {
    assertThat(writer.isWritable()).isTrue();
    writer.write(text);
    writer.write(small);
    writer.write(large);
    writer.flush();
    writer.close(1000, "done");
  }
}
