package io.framelog.it.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A viewer over WebSocket that records all messages. */
public final class Viewer implements WebSocket.Listener, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<Map<String, Object>> messages = new CopyOnWriteArrayList<>();
  private final List<Take> takes = new CopyOnWriteArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
  private volatile int closeCode;
  private volatile @Nullable Throwable failure;
  private @Nullable WebSocket socket;

  private Viewer() {}

  public static Viewer connect(URI uri) {
    Viewer viewer = new Viewer();
    viewer.socket =
        HTTP.newWebSocketBuilder()
            .subprotocols("framelog.v1")
            .connectTimeout(Duration.ofSeconds(5))
            .buildAsync(uri, viewer)
            .join();
    return viewer;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      Map<String, Object> message = parse(text.toString());
      text.setLength(0);
      if ("start".equals(message.get("type"))) {
        takes.add(new Take(message));
      }
      messages.add(message);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] piece = new byte[data.remaining()];
    data.get(piece);
    binary.writeBytes(piece);
    if (last) {
      takes.get(takes.size() - 1).add(binary.toByteArray());
      binary.reset();
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closeCode = code;
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    failure = error;
  }

  private static Map<String, Object> parse(String message) {
    try {
      return JSON.readValue(message, new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + message, e);
    }
  }

  public List<Map<String, Object>> messages() {
    return List.copyOf(messages);
  }

  public List<Map<String, Object>> messages(String type) {
    return messages.stream().filter(each -> type.equals(each.get("type"))).toList();
  }

  public List<Take> takes() {
    return List.copyOf(takes);
  }

  /** The server's close code; 0 while open. */
  public int closeCode() {
    return closeCode;
  }

  public boolean isOpen() {
    return closeCode == 0 && failure == null;
  }

  public void await(String what, Duration atMost, Predicate<Viewer> condition) {
    Awaitility.await(what)
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () -> {
              if (!condition.test(this)) {
                throw new AssertionError(
                    "not yet; takes="
                        + takes.stream().map(Take::binaryMessages).toList()
                        + " close="
                        + closeCode
                        + " failure="
                        + failure
                        + " messages="
                        + messages.stream().map(each -> each.get("type")).toList());
              }
            });
  }

  public void awaitMessage(String type, int count, Duration atMost) {
    await(count + " × " + type, atMost, viewer -> viewer.messages(type).size() >= count);
  }

  /** Waits until a take has this number of binary messages, including its init segment. */
  public void awaitParts(int take, int binaryMessages, Duration atMost) {
    await(
        "take " + take + " has " + binaryMessages + " binary messages",
        atMost,
        viewer ->
            viewer.takes.size() > take
                && viewer.takes.get(take).binaryMessages() >= binaryMessages);
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.abort();
    }
  }
}
