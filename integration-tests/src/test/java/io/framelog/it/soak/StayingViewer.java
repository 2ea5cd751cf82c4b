package io.framelog.it.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A viewer that always reconnects. It counts its position as in docs/3-wire-format. When its socket
 * is closed or silent for ten seconds, it connects to the next edge with {@code from=} this
 * position. Records the assumed position, checksum and arrival time of each part.
 */
final class StayingViewer implements AutoCloseable {
  /** An event; all are in the order of arrival. */
  sealed interface Event {
    /** {@link System#nanoTime()}. */
    long nanos();

    /**
     * A part.
     *
     * @param offset its assumed position in the log
     */
    record Part(long nanos, String log, long offset, long checksum) implements Event {}

    /** A gap that the edge has announced. */
    record Gap(long nanos, String reason) implements Event {}

    /**
     * A chunk begins.
     *
     * @param ptsUs of its first sample
     */
    record Chunk(long nanos, long number, long offset, long ptsUs) implements Event {}
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final long RETRY_MS = 100;
  private static final long WATCH_MS = 250;
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final Duration OPENING = Duration.ofSeconds(5);

  private final String stream;
  private final List<URI> edges;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "staying-viewer");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Event> events = new ArrayList<>();
  private @Nullable Connection current;
  private @Nullable String log;
  private long next;
  private int attempts;
  private boolean closed;

  /**
   * @param edges URLs of the stream, used in turn
   */
  StayingViewer(String stream, List<URI> edges) {
    this.stream = stream;
    this.edges = List.copyOf(edges);
    connect();
    var unused =
        timer.scheduleWithFixedDelay(this::watch, WATCH_MS, WATCH_MS, TimeUnit.MILLISECONDS);
  }

  private synchronized void connect() {
    if (closed) {
      return;
    }
    URI edge = edges.get(attempts++ % edges.size());
    URI where = log == null ? edge : URI.create(edge + "?from=" + log + "." + next);
    Connection connection = new Connection();
    current = connection;
    var unused =
        HTTP.newWebSocketBuilder()
            .connectTimeout(OPENING)
            .buildAsync(where, connection)
            .whenComplete((opened, failure) -> connection.opened(opened, failure));
  }

  private synchronized void watch() {
    Connection connection = current;
    if (connection != null && connection.isSilent(System.nanoTime())) {
      giveUp(connection);
    }
  }

  private synchronized void giveUp(Connection connection) {
    connection.abort();
    if (current == connection && !closed) {
      current = null;
      var unused = timer.schedule(this::connect, RETRY_MS, TimeUnit.MILLISECONDS);
    }
  }

  /** The messages of one socket, until another one replaces it. */
  private final class Connection implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private volatile @Nullable WebSocket socket;
    private volatile boolean aborted;
    private volatile long heardAt = System.nanoTime();
    private boolean initExpected;

    void opened(@Nullable WebSocket opened, @Nullable Throwable failure) {
      socket = opened;
      if (opened != null && aborted) {
        opened.abort();
      }
      if (failure != null) {
        giveUp(this);
      }
    }

    boolean isSilent(long now) {
      Duration patience = socket == null ? OPENING : SILENCE;
      return now - heardAt > patience.toNanos();
    }

    void abort() {
      aborted = true;
      WebSocket open = socket;
      if (open != null) {
        open.abort();
      }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      heardAt = System.nanoTime();
      text.append(data);
      if (last) {
        String message = text.toString();
        text.setLength(0);
        heard(message);
      }
      from.request(1);
      return null;
    }

    private void heard(String message) {
      JsonNode json = parse(message);
      synchronized (StayingViewer.this) {
        if (current != this) {
          return;
        }
        switch (json.path("type").asText()) {
          case "start" -> initExpected = true;
          case "chunk" -> {
            at(json.path("position").asText(), 1);
            events.add(
                new Event.Chunk(
                    heardAt, json.path("chunk").asLong(), next - 1, json.path("ptsUs").asLong()));
          }
          case "position" -> at(json.path("position").asText(), 0);
          case "gap" -> events.add(new Event.Gap(heardAt, json.path("reason").asText()));
          default -> {
            // other types do not change the position
          }
        }
      }
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      heardAt = System.nanoTime();
      byte[] piece = new byte[data.remaining()];
      data.get(piece);
      binary.writeBytes(piece);
      if (last) {
        byte[] message = binary.toByteArray();
        binary.reset();
        taken(message);
      }
      from.request(1);
      return null;
    }

    private void taken(byte[] message) {
      long checksum = checksum(ByteBuffer.wrap(message));
      synchronized (StayingViewer.this) {
        if (current != this) {
          return;
        }
        if (!initExpected) {
          events.add(new Event.Part(heardAt, String.valueOf(log), next++, checksum));
        }
        initExpected = false;
      }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      giveUp(this);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      giveUp(this);
    }
  }

  static long checksum(ByteBuffer bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate());
    return checksum.getValue();
  }

  private void at(String position, int plus) {
    int dot = position.indexOf('.');
    log = position.substring(0, dot);
    next = Long.parseLong(position.substring(dot + 1)) + plus;
  }

  private static JsonNode parse(String message) {
    try {
      return JSON.readTree(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + message, e);
    }
  }

  String stream() {
    return stream;
  }

  /** All events so far. */
  synchronized List<Event> events() {
    return List.copyOf(events);
  }

  /** Arrival times of the parts since a time, {@link System#nanoTime()}. */
  synchronized List<Long> partsSince(long nanos) {
    List<Long> times = new ArrayList<>();
    for (int i = events.size() - 1; i >= 0 && events.get(i).nanos() >= nanos; i--) {
      if (events.get(i) instanceof Event.Part part) {
        times.add(0, part.nanos());
      }
    }
    return times;
  }

  /** Arrival time of the last part before a time; the time itself if there is none. */
  synchronized long lastPartBefore(long nanos) {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i) instanceof Event.Part part && part.nanos() < nanos) {
        return part.nanos();
      }
    }
    return nanos;
  }

  /** Reasons of the gaps that were announced since a time. */
  synchronized List<String> gapsSince(long nanos) {
    return events.stream()
        .filter(event -> event.nanos() >= nanos && event instanceof Event.Gap)
        .map(event -> ((Event.Gap) event).reason())
        .toList();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (current != null) {
      current.abort();
    }
    timer.shutdownNow();
  }
}
