package io.framelog.ingest.source.http;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.api.SilentCloseable;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
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
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of any form, sent to a real HTTP server with the publish route. */
class PublishRouteFuzzTest {
  private static final int SLICE = 100;

  private static final Publishers PUBLISHERS = new Publishers();
  private static final Vertx VERTX = Vertx.vertx();
  private static int port;

  static Stream<byte[]> seeds() {
    return Stream.of(
        request(
            "PUT /publish/cam1?key=k HTTP/1.1", "Host: a", "Content-Length: 9", "", "container"),
        request(
            "POST /publish/cam1 HTTP/1.1",
            "Host: a",
            "Expect: 100-continue",
            "Transfer-Encoding: chunked",
            "",
            "3",
            "abc",
            "4",
            "defg",
            "0",
            "",
            ""),
        request("PUT /publish/cam1 HTTP/1.1", "Host: a", "Origin: http://b", "", ""),
        request("POST /publish/%2e%2e%2fcam HTTP/1.1", "Host: a", "Content-Length: 3", "", "!!!"),
        request("PUT /publish/x HTTP/1.0", "", ""),
        request("GET /publish/x HTTP/1.1", "Host: a", "", ""));
  }

  private static byte[] request(String... lines) {
    return String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1);
  }

  @BeforeAll
  static void serve() {
    // Logs every request that violates HTTP.
    Logger.getLogger("io.vertx.ext.web").setLevel(Level.OFF);
    Router router = Router.router(VERTX);
    new PublishRoute(PUBLISHERS, OriginPolicy.of("framelog.ingest.origins", "")).register(router);
    HttpServer server =
        VERTX
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    port = server.actualPort();
  }

  @AfterAll
  static void stop() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
    Logger.getLogger("io.vertx.ext.web").setLevel(null);
  }

  @Timeout(120)
  @MethodSource("seeds")
  @FuzzTest
  void everyRequestIsAnsweredOrClosedAndEveryPublisherLeaves(byte @NotNull [] request)
      throws IOException {
    // Jazzer reports connections as findings unless they are allowed.
    SilentCloseable own = BugDetectors.allowNetworkConnections();
    String answer;
    try {
      answer = exchange(request);
    } finally {
      own.close();
    }
    if (answer.startsWith("HTTP/1.1 500") || answer.startsWith("HTTP/1.0 500")) {
      throw new AssertionError(answer);
    }
    if (PUBLISHERS.present.get() != 0) {
      Awaitility.await()
          .pollInterval(Duration.ofMillis(1))
          .atMost(Duration.ofSeconds(10))
          .until(() -> PUBLISHERS.present.get() == 0);
    }
    Throwable fault = PUBLISHERS.fault.getAndSet(null);
    if (fault != null) {
      throw new AssertionError("the source broke its contract", fault);
    }
  }

  private static String exchange(byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(10_000);
      for (int at = 0; at < request.length; at += SLICE) {
        socket.getOutputStream().write(request, at, Math.min(SLICE, request.length - at));
      }
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException e) {
      // The server may close the connection before it has read everything.
      return "";
    }
  }

  /** Accepts every publisher, and rejects one whose body begins with an exclamation mark. */
  private static final class Publishers implements SourceAcceptor {
    private final AtomicInteger present = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();

    @Override
    public Optional<SourceListener> accept(
        Source source, EventLoop loop, @Nullable StreamId stream) {
      present.incrementAndGet();
      return Optional.of(new Publisher(source, this));
    }

    @Override
    public void turnAway(Source source, SourceEnd end) {
      source.close(end);
    }
  }

  private static final class Publisher implements SourceListener {
    private final Source source;
    private final Publishers publishers;
    private boolean gone;

    Publisher(Source source, Publishers publishers) {
      this.source = source;
      this.publishers = publishers;
    }

    @Override
    public void onBytes(ByteBuffer bytes) {
      if (gone) {
        publishers.fault.set(new AssertionError("bytes after the end"));
      } else if (bytes.hasRemaining() && bytes.get(bytes.position()) == '!') {
        leave(EndReason.MALFORMED);
      }
    }

    @Override
    public void onRestart() {
      publishers.fault.set(new AssertionError("HTTP bodies do not restart"));
    }

    @Override
    public void onRefused(SourceEnd end) {
      leave(end.reason());
    }

    @Override
    public void onFinished() {
      leave(EndReason.FINISHED);
    }

    @Override
    public void onDisconnected(String detail) {
      leave(EndReason.DISCONNECTED);
    }

    private void leave(EndReason reason) {
      if (gone) {
        publishers.fault.set(new AssertionError("ended twice, then " + reason));
        return;
      }
      gone = true;
      try {
        source.close(SourceEnd.of(reason));
      } catch (RuntimeException e) {
        publishers.fault.set(e);
      } finally {
        publishers.present.decrementAndGet();
      }
    }
  }
}
