package io.framelog.edge.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyWritersTest {
  private static final int[] SIZES = {3, 0, 70_000, 16};

  private final Vertx vertx = Vertx.vertx();
  private final List<SharedFrame> frames = new ArrayList<>();
  private final List<Class<?>> writers = new CopyOnWriteArrayList<>();
  private BodyPatch patch = BodyPatch.NONE;
  private int repeats = 1;

  /** Copies two bytes and changes the second one. */
  private static final class SecondByte implements BodyPatch {
    @Override
    public int copiedBytes(ByteBuffer payload) {
      return payload.remaining() < 2 ? 0 : 2;
    }

    @Override
    public void change(ByteBuf copy, int start) {
      copy.setByte(start + 1, '!');
    }
  }

  BodyWritersTest() {
    for (int size : SIZES) {
      byte[] payload = new byte[size];
      Arrays.fill(payload, (byte) ('a' + size % 26));
      frames.add(SharedFrame.binary(ByteBuffer.wrap(payload)));
    }
  }

  @AfterEach
  void everyReferenceIsReleased() throws Exception {
    get(vertx.close().toCompletionStage());
    for (SharedFrame frame : frames) {
      frame.release();
      assertThat(frame.references()).isZero();
    }
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void chunksOfHttp11BypassVertxAndTheConnectionServesFurtherRequests() throws Exception {
    HttpClient client = client(HttpVersion.HTTP_1_1);
    HttpServer server = server(new HttpServerOptions());

    assertThat(read(client, server)).isEqualTo(expected());
    assertThat(read(client, server)).isEqualTo(expected());
    assertThat(writers).containsExactly(NettyBodyWriter.class, NettyBodyWriter.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 60})
  void onEpollChunksBypassNettyWhileTheSocketAcceptsThem(int times) throws Exception {
    repeats = times;
    patch = new SecondByte();
    Vertx epoll = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    assumeThat(epoll.isNativeTransportEnabled()).isTrue();
    try {
      HttpServer server =
          get(epoll.createHttpServer().requestHandler(this::answer).listen(0).toCompletionStage());
      HttpClient client = client(HttpVersion.HTTP_1_1);

      assertThat(read(client, server)).isEqualTo(changed());
      assertThat(read(client, server)).isEqualTo(changed());
      assertThat(writers).containsExactly(EpollBodyWriter.class, EpollBodyWriter.class);
    } finally {
      get(epoll.close().toCompletionStage());
    }
  }

  @Test
  void http2IsWrittenByVertx() throws Exception {
    assertThat(read(client(HttpVersion.HTTP_2), server(new HttpServerOptions())))
        .isEqualTo(expected());
    assertThat(writers).containsExactly(VertxBodyWriter.class);
  }

  @Test
  void aCompressedBodyIsWrittenByVertx() throws Exception {
    HttpServer server = server(new HttpServerOptions().setCompressionSupported(true));
    assertThat(read(client(HttpVersion.HTTP_1_1), server)).isEqualTo(expected());
    assertThat(writers).containsExactly(VertxBodyWriter.class);
  }

  @Test
  void anHttp10BodyEndsWithItsConnection() throws Exception {
    assertThat(read(client(HttpVersion.HTTP_1_0), server(new HttpServerOptions())))
        .isEqualTo(expected());
    assertThat(writers).containsExactly(VertxBodyWriter.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpVersion.class,
      names = {"HTTP_1_0", "HTTP_1_1", "HTTP_2"})
  void aPatchChangesBytesOfOneBodyAndNotTheSharedFrames(HttpVersion version) throws Exception {
    String shared = expected();
    patch = new SecondByte();
    assertThat(read(client(version), server(new HttpServerOptions())))
        .isNotEqualTo(shared)
        .isEqualTo(changed());
    assertThat(expected()).isEqualTo(shared);
  }

  private String changed() {
    return frames.stream()
        .map(SharedFrame::payloadText)
        .map(text -> text.isEmpty() ? text : text.charAt(0) + "!" + text.substring(2))
        .collect(Collectors.joining())
        .repeat(repeats);
  }

  private String expected() {
    StringBuilder all = new StringBuilder();
    frames.forEach(frame -> all.append(frame.payloadText()));
    return all.toString();
  }

  private HttpClient client(HttpVersion version) {
    return vertx.createHttpClient(
        new HttpClientOptions()
            .setProtocolVersion(version)
            .setHttp2ClearTextUpgrade(false)
            .setDecompressionSupported(true)
            .setMaxPoolSize(1));
  }

  private HttpServer server(HttpServerOptions options) throws Exception {
    return get(
        vertx.createHttpServer(options).requestHandler(this::answer).listen(0).toCompletionStage());
  }

  private void answer(HttpServerRequest request) {
    FrameWriter writer = FrameWriters.below(request).forBody(request, patch);
    writers.add(writer.getClass());
    assertThat(writer.isWritable()).isTrue();
    for (int i = 0; i < repeats; i++) {
      frames.forEach(writer::write);
      writer.flush();
    }
    writer.close(1000, "done");
  }

  private static String read(HttpClient client, HttpServer server) throws Exception {
    CompletableFuture<String> body = new CompletableFuture<>();
    client
        .request(HttpMethod.GET, server.actualPort(), "localhost", "/")
        // On the client's loop, because a response without a handler is dropped.
        .compose(request -> request.send().compose(HttpClientResponse::body))
        .onSuccess(read -> body.complete(read.toString()))
        .onFailure(body::completeExceptionally);
    return get(body);
  }
}
