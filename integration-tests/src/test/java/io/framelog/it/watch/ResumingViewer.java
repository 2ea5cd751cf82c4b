package io.framelog.it.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A minimal viewer: it counts its position as in docs/3-wire-format and reconnects with {@code
 * from=} this position when its socket is closed. It does not support {@code moved}.
 */
public final class ResumingViewer implements AutoCloseable {
  /** A part and its assumed position in the log. */
  public record Part(long offset, ByteBuffer bytes) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final long RETRY_MS = 100;

  private final List<URI> uris;
  private final AtomicInteger attempts = new AtomicInteger();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "resuming-viewer");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Part> parts = new CopyOnWriteArrayList<>();
  private final List<String> edges = new CopyOnWriteArrayList<>();
  private final List<String> gaps = new CopyOnWriteArrayList<>();
  private volatile @Nullable String log;
  private final AtomicLong next = new AtomicLong();
  private volatile @Nullable WebSocket socket;
  private volatile boolean closed;

  public ResumingViewer(URI uri) {
    this(List.of(uri));
  }

  /** Connects to the first of these URLs, and at each reconnect to the next. */
  public ResumingViewer(List<URI> uris) {
    this.uris = List.copyOf(uris);
    connect();
  }

  private void connect() {
    if (closed) {
      return;
    }
    URI uri = uris.get(attempts.getAndIncrement() % uris.size());
    URI where = log == null ? uri : URI.create(uri + "?from=" + log + "." + next);
    var unused =
        HTTP.newWebSocketBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .buildAsync(where, new Connection())
            .whenComplete(
                (opened, failure) -> {
                  socket = opened;
                  if (failure != null) {
                    connectAgain();
                  }
                });
  }

  private void connectAgain() {
    if (!closed) {
      var unused = timer.schedule(this::connect, RETRY_MS, TimeUnit.MILLISECONDS);
    }
  }

  /** The messages of one socket. */
  private final class Connection implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private boolean initExpected;

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        hear(parse(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void hear(JsonNode message) {
      switch (message.path("type").asText()) {
        case "hello" -> edges.add(message.path("edge").asText());
        case "start" -> initExpected = true;
        case "chunk" -> at(message.path("position").asText(), 1);
        case "position" -> at(message.path("position").asText(), 0);
        case "gap" -> gaps.add(message.toString());
        default -> {
          // other types do not change the position
        }
      }
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      byte[] piece = new byte[data.remaining()];
      data.get(piece);
      binary.writeBytes(piece);
      if (last) {
        if (!initExpected) {
          parts.add(new Part(next.getAndIncrement(), ByteBuffer.wrap(binary.toByteArray())));
        }
        initExpected = false;
        binary.reset();
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      connectAgain();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      connectAgain();
    }
  }

  private void at(String position, int plus) {
    int dot = position.indexOf('.');
    log = position.substring(0, dot);
    next.set(Long.parseLong(position.substring(dot + 1)) + plus);
  }

  private static JsonNode parse(String message) {
    try {
      return JSON.readTree(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + message, e);
    }
  }

  /** All parts so far, in the order of arrival. */
  public List<Part> parts() {
    return List.copyOf(parts);
  }

  /** Node ids of the edges that served it, in order. */
  public List<String> edges() {
    return List.copyOf(edges);
  }

  public List<String> gaps() {
    return List.copyOf(gaps);
  }

  /** Waits until this number of further parts has arrived. */
  public void awaitMore(int count, Duration atMost) {
    int wanted = parts.size() + count;
    Awaitility.await(count + " more parts than " + (wanted - count))
        .atMost(atMost)
        .until(() -> parts.size() >= wanted);
  }

  @Override
  public void close() {
    closed = true;
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
    timer.shutdownNow();
  }
}
