package io.framelog.edge;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Many players of one client; records when each got its first part, and how many parts arrived. */
public final class Crowd implements AutoCloseable {
  private static final int MAX = 10_000;

  private final Vertx vertx = Vertx.vertx();
  private final WebSocketClient client =
      vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(MAX));
  private final int port;
  private final AtomicInteger connected = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger parts = new AtomicInteger();
  private final ConcurrentLinkedQueue<Duration> joins = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<WebSocket> sockets = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  public Crowd(int port) {
    this.port = port;
  }

  /** Connects another player, asynchronously. */
  public void join(String path) {
    long begun = System.nanoTime();
    // On the socket's loop, so that the handlers are set before data can arrive.
    vertx.runOnContext(
        loop ->
            client
                .connect(
                    new WebSocketConnectOptions()
                        .setHost("localhost")
                        .setPort(port)
                        .setURI(path)
                        .addSubProtocol("framelog.v1"))
                .onSuccess(socket -> listen(socket, begun))
                .onFailure(failures::add));
  }

  private void listen(WebSocket socket, long begun) {
    boolean[] served = new boolean[1];
    socket.binaryMessageHandler(
        bytes -> {
          if (isPart(bytes)) {
            parts.incrementAndGet();
            if (!served[0]) {
              served[0] = true;
              joins.add(Duration.ofNanos(System.nanoTime() - begun));
            }
          }
        });
    socket.closeHandler(left -> closed.incrementAndGet());
    sockets.add(socket);
    connected.incrementAndGet();
  }

  private static boolean isPart(Buffer bytes) {
    return bytes.toString(StandardCharsets.US_ASCII).startsWith("c");
  }

  /** Closes all connections. */
  public void leave() {
    sockets.forEach(WebSocket::close);
  }

  public int connected() {
    return connected.get();
  }

  public int closed() {
    return closed.get();
  }

  /** Number of players that got a part. */
  public int served() {
    return joins.size();
  }

  /** Number of parts that all players together got. */
  public int parts() {
    return parts.get();
  }

  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  /** Times from the connection attempt to the first part: median, 99th percentile and longest. */
  public String joinTimes() {
    long[] ms = joins.stream().mapToLong(Duration::toMillis).sorted().toArray();
    return ms.length == 0
        ? "nobody joined"
        : "joins=%d p50=%d ms p99=%d ms max=%d ms"
            .formatted(
                ms.length,
                ms[ms.length / 2],
                ms[ms.length * 99 / 100],
                Arrays.stream(ms).max().orElseThrow());
  }

  @Override
  public void close() {
    vertx.close();
  }
}
