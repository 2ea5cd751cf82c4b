package io.framelog.edge.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.PfxOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameWritersTest {
  private Vertx vertx =
      Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
  private final HttpServerOptions server = new HttpServerOptions();
  private final WebSocketClientOptions client =
      new WebSocketClientOptions().setMaxFrameSize(1 << 20).setMaxMessageSize(1 << 20);
  private final SharedFrame text = SharedFrame.text("{\"type\":\"hello\"}");
  private final SharedFrame small = SharedFrame.binary(ByteBuffer.wrap(new byte[] {1, 2, 3}));
  private final SharedFrame large = SharedFrame.binary(ByteBuffer.wrap(new byte[70_000]));

  @AfterEach
  void everyReferenceIsReleased() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    for (SharedFrame frame : List.of(text, small, large)) {
      frame.release();
      assertThat(frame.references()).isZero();
    }
  }

  @Test
  void onEpollTheSharedWriterWritesToTheSocket() throws Exception {
    assumeThat(vertx.isNativeTransportEnabled()).isTrue();

    assertThat(writersThatPlayThrough()).containsExactly(EpollFrameWriter.class);
  }

  @Test
  void otherwiseItWritesBelowTheWebSocketEncoder() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    vertx = Vertx.vertx();

    assertThat(writersThatPlayThrough()).containsExactly(NettyFrameWriter.class);
  }

  @Test
  void underTlsItDoesNotBypassTheEncryption(@TempDir Path directory) throws Exception {
    Path store = directory.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    PfxOptions key = new PfxOptions().setPath(store.toString()).setPassword("changeit");
    server.setSsl(true).setKeyCertOptions(key);
    client.setSsl(true).setTrustAll(true).setVerifyHost(false);

    assertThat(writersThatPlayThrough()).containsExactly(NettyFrameWriter.class);
  }

  private List<Class<?>> writersThatPlayThrough() throws Exception {
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
    return kind;
  }

  @Test
  void bytesThatTheSocketDoesNotAcceptFollowInOrder() throws Exception {
    int rounds = 200;
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      expected.addAll(List.of("binary 70000", "binary 3", "text {\"type\":\"hello\"}"));
    }
    expected.add("closed 1000");

    List<String> heard =
        play(
            request -> {
              FrameWriters below = FrameWriters.below(request);
              return below::forSocket;
            },
            writer -> {
              for (int i = 0; i < rounds; i++) {
                writer.write(large);
                writer.write(small);
                writer.write(text);
                if (i % 50 == 0) {
                  writer.flush();
                }
              }
              writer.close(1000, "done");
            });

    assertThat(heard).isEqualTo(expected);
  }

  @Test
  void aSocketThatIsDrainedWithinAFlushIsWrittenInOrder() throws Exception {
    int messages = 500;
    List<SharedFrame> numbered = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      String message = i + " ".repeat(20_000);
      numbered.add(SharedFrame.text(message));
      expected.add("text " + message);
    }
    expected.add("closed 1000");
    Iterator<SharedFrame> left = numbered.iterator();

    List<String> heard =
        play(
            request -> {
              FrameWriters below = FrameWriters.below(request);
              return socket -> {
                FrameWriter writer = below.forSocket(socket);
                socket.drainHandler(writable -> writeOn(writer, left));
                return writer;
              };
            },
            writer -> {
              while (writer.isWritable()) {
                writeOn(writer, left);
              }
            });

    assertThat(heard).isEqualTo(expected);
    numbered.forEach(SharedFrame::release);
    assertThat(numbered).extracting(SharedFrame::references).containsOnly(0);
  }

  private static void writeOn(FrameWriter writer, Iterator<SharedFrame> left) {
    for (int i = 0; i < 10 && left.hasNext() && writer.isWritable(); i++) {
      writer.write(left.next());
    }
    writer.flush();
    if (!left.hasNext()) {
      writer.close(1000, "done");
    }
  }

  @Test
  void writersOfOneLoopDoNotMixTheirFrames() throws Exception {
    List<FrameWriter> writers = new CopyOnWriteArrayList<>();
    Function<HttpServerRequest, Function<ServerWebSocket, FrameWriter>> below =
        request -> FrameWriters.below(request)::forSocket;
    Consumer<FrameWriter> interleaved =
        writer -> {
          writers.add(writer);
          if (writers.size() == 2) {
            for (int i = 0; i < 3; i++) {
              writers.get(0).write(small);
              writers.get(1).write(text);
            }
            writers.forEach(each -> each.close(1000, "done"));
          }
        };
    HttpServer listening = serve(below, interleaved);
    List<String> first = new CopyOnWriteArrayList<>();
    List<String> second = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> firstClosed = new CompletableFuture<>();
    CompletableFuture<Void> secondClosed = new CompletableFuture<>();
    vertx.runOnContext(loop -> listen(listening.actualPort(), first, firstClosed));
    await().until(() -> writers.size() == 1);
    vertx.runOnContext(loop -> listen(listening.actualPort(), second, secondClosed));
    firstClosed.get(10, TimeUnit.SECONDS);
    secondClosed.get(10, TimeUnit.SECONDS);

    assertThat(first).containsExactly("binary 3", "binary 3", "binary 3", "closed 1000");
    String hello = "text {\"type\":\"hello\"}";
    assertThat(second).containsExactly(hello, hello, hello, "closed 1000");
  }

  @Test
  void theCopyingWriterSendsTheSame() throws Exception {
    assertThat(playThrough(request -> VertxFrameWriter::new))
        .containsExactly("text {\"type\":\"hello\"}", "binary 3", "binary 70000", "closed 1000");
  }

  private List<String> playThrough(
      Function<HttpServerRequest, Function<ServerWebSocket, FrameWriter>> writers)
      throws Exception {
    return play(writers, this::write);
  }

  private List<String> play(
      Function<HttpServerRequest, Function<ServerWebSocket, FrameWriter>> writers,
      Consumer<FrameWriter> writing)
      throws Exception {
    HttpServer listening = serve(writers, writing);
    List<String> heard = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    // On the socket's loop, so that the handlers are set before data can arrive.
    vertx.runOnContext(loop -> listen(listening.actualPort(), heard, closed));
    closed.get(20, TimeUnit.SECONDS);
    return heard;
  }

  private HttpServer serve(
      Function<HttpServerRequest, Function<ServerWebSocket, FrameWriter>> writers,
      Consumer<FrameWriter> writing)
      throws Exception {
    return vertx
        .createHttpServer(server)
        .requestHandler(
            request -> {
              Function<ServerWebSocket, FrameWriter> writer = writers.apply(request);
              request.toWebSocket().onSuccess(socket -> writing.accept(writer.apply(socket)));
            })
        .listen(0)
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private void listen(int port, List<String> heard, CompletableFuture<Void> closed) {
    vertx
        .createWebSocketClient(client)
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
