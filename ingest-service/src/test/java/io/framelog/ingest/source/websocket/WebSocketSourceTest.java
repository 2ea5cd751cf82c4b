package io.framelog.ingest.source.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceAcceptor;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.SourceListener;
import io.framelog.log.StreamId;
import io.framelog.security.web.OriginPolicy;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real socket, and a session that the test controls. */
class WebSocketSourceTest implements SourceAcceptor, SourceListener {
  private static final int MESSAGE = 256 << 10;
  private static final int MESSAGES = 200;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong received = new AtomicLong();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile boolean pausing;
  private volatile @Nullable Source source;
  private volatile @Nullable EventLoop sourceLoop;
  private URI publish = URI.create("http://127.0.0.1/");

  @BeforeEach
  void listen() {
    WebSocketSettings settings = new WebSocketSettings(1 << 20, 250, Optional.empty());
    Router router = Router.router(vertx);
    new PublishSocketRoute(this, OriginPolicy.of("framelog.ingest.origins", ""), settings)
        .register(router);
    HttpServerOptions options = new HttpServerOptions();
    new PublishSocketOptions(settings).customizeHttpServer(options);
    HttpServer server =
        vertx
            .createHttpServer(options)
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    publish = URI.create("http://127.0.0.1:" + server.actualPort() + "/publish/");
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public Optional<SourceListener> accept(Source from, EventLoop loop, @Nullable StreamId stream) {
    source = from;
    sourceLoop = loop;
    return Optional.of(this);
  }

  @Override
  public void turnAway(Source from, SourceEnd end) {
    from.close(end);
  }

  @Override
  public void onBytes(ByteBuffer bytes) {
    received.addAndGet(bytes.remaining());
    if (pausing) {
      Objects.requireNonNull(source).pause();
    }
  }

  @Override
  public void onRestart() {
    calls.add("restart");
  }

  @Override
  public void onRefused(SourceEnd end) {
    calls.add("refused " + end.text());
    Objects.requireNonNull(source).close(end);
  }

  @Override
  public void onFinished() {
    calls.add("finished");
  }

  @Override
  public void onDisconnected(String detail) {
    calls.add("disconnected");
  }

  @Test
  void readsNothingWhileItIsPausedAndLosesNothing() {
    // given a session that is paused with the first bytes
    pausing = true;
    try (PublisherSocket browser = PublisherSocket.open(publish, "cam1")) {
      browser.flood(new byte[MESSAGE], MESSAGES);
      await().until(() -> received.get() > 0);

      // then the rest stays with the publisher
      await()
          .during(Duration.ofMillis(500))
          .atMost(Duration.ofSeconds(5))
          .until(() -> received.get() <= 2 * MESSAGE);

      // when it is resumed, then all bytes are received
      pausing = false;
      Objects.requireNonNull(sourceLoop).execute(() -> Objects.requireNonNull(source).resume());
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> received.get() == (long) MESSAGES * MESSAGE);
      assertThat(calls).isEmpty();
    }
  }

  @Test
  void distinguishesANormalEndFromABrokenConnection() {
    PublisherSocket.open(publish, "cam1").closeInOrder();
    await().until(() -> calls.contains("finished"));

    PublisherSocket.open(publish, "cam1").close();
    await().until(() -> calls.contains("disconnected"));
  }

  @Test
  void refusesMoreMessagesThanItsRate() {
    try (PublisherSocket browser = PublisherSocket.open(publish, "cam1")) {
      browser.flood(new byte[1], 20_000);

      await().until(() -> !calls.isEmpty());
      assertThat(calls.get(0))
          .isEqualTo(
              "refused "
                  + EndReason.LIMIT_EXCEEDED.wireName()
                  + ": more than 250 messages a second");
    }
  }

  @Test
  void answersAMegabyteOfTextWithACloseFrame() {
    try (PublisherSocket browser = PublisherSocket.open(publish, "cam1")) {
      browser.offerText("x".repeat(1 << 20));

      assertThat(browser.message("refused").getString("reason"))
          .isEqualTo(EndReason.LIMIT_EXCEEDED.wireName());
      assertThat(browser.closeFrame().code()).isEqualTo(1009);
    }
  }

  @Test
  void answersABinaryMessageThatIsTooLongBeforeItsEnd() {
    try (PublisherSocket browser = PublisherSocket.open(publish, "cam1")) {
      byte[] part = new byte[700_000];
      browser.binary(part, 0, part.length, false).binary(part, 0, part.length, false);

      assertThat(browser.message("refused").getString("message")).contains("1048576 bytes");
      assertThat(browser.closeFrame().code()).isEqualTo(1009);
    }
  }

  @Test
  void ignoresUnknownTextOfANewerPublisher() {
    try (PublisherSocket browser = PublisherSocket.open(publish, "cam1")) {
      browser.text("{\"type\":\"hint\",\"of\":\"the future\"}").text("{\"type\":\"start\"}");

      await().until(() -> !calls.isEmpty());
      assertThat(calls).containsExactly("restart");
    }
  }
}
