package io.framelog.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.framelog.controlplane.ControlJson;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A player that records what it is sent: text as {@code <type>}, bytes up to their semicolon. */
public final class TestPlayer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final int LARGE = 64 * 1024 * 1024;

  private final Vertx vertx = Vertx.vertx();
  private final List<String> story = new CopyOnWriteArrayList<>();
  private final List<JsonNode> texts = new CopyOnWriteArrayList<>();
  private final WebSocket socket;

  public TestPlayer(int port, String pathAndQuery) {
    CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    // On the socket's loop, so that the handlers are set before data can arrive.
    vertx.runOnContext(loop -> connect(port, pathAndQuery, opened));
    try {
      socket = opened.get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no WebSocket at " + pathAndQuery, e);
    }
  }

  private void connect(int port, String pathAndQuery, CompletableFuture<WebSocket> opened) {
    vertx
        .createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxFrameSize(LARGE)
                .setMaxMessageSize(LARGE)
                .setReceiveBufferSize(32 * 1024))
        .connect(
            new WebSocketConnectOptions()
                .setHost("localhost")
                .setPort(port)
                .setURI(pathAndQuery)
                .addSubProtocol("framelog.v1"))
        .onSuccess(
            player -> {
              player.textMessageHandler(this::text);
              player.binaryMessageHandler(bytes -> binary(bytes.getBytes()));
              opened.complete(player);
            })
        .onFailure(opened::completeExceptionally);
  }

  private void text(String json) {
    JsonNode message = ControlJson.read(json, JsonNode.class);
    texts.add(message);
    String type = message.get("type").asText();
    // The number of heartbeats depends on the duration of the test.
    if (!type.equals("heartbeat")) {
      story.add("<" + type + ">");
    }
  }

  private void binary(byte[] bytes) {
    String ascii = new String(bytes, StandardCharsets.US_ASCII);
    int end = ascii.indexOf(';');
    story.add(end < 0 ? ascii.trim() : ascii.substring(0, end));
  }

  public void say(String json) {
    socket.writeTextMessage(json);
  }

  public void stopReading() {
    socket.pause();
  }

  public void readAgain() {
    socket.resume();
  }

  /** Closes the connection in order. */
  public void leave() {
    socket.close();
  }

  public List<String> story() {
    return List.copyOf(story);
  }

  /** Waits until these messages arrived in this order, possibly with others between. */
  public TestPlayer sees(String... wanted) {
    await()
        .alias("the player sees " + List.of(wanted))
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(story()).containsSubsequence(wanted));
    return this;
  }

  /** The last message of a type. */
  public JsonNode last(String type) {
    return texts.stream()
        .filter(message -> message.get("type").asText().equals(type))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no " + type + " in " + texts));
  }

  public short closeCode() {
    await().atMost(PATIENCE).until(() -> socket.closeStatusCode() != null);
    return socket.closeStatusCode();
  }

  public String subProtocol() {
    return socket.subProtocol();
  }

  public boolean isOpen() {
    return !socket.isClosed();
  }

  @Override
  public void close() {
    vertx.close();
  }
}
