package io.framelog.ingest.source.websocket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A publisher on WebSocket that records the messages it receives. */
final class PublisherSocket implements AutoCloseable {
  private final List<JsonObject> messages = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Close> closed = new CompletableFuture<>();
  private final WebSocket socket;

  /** How the node closed. */
  record Close(int code, String reason) {}

  private PublisherSocket(URI address, @Nullable String origin) {
    WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
    if (origin != null) {
      builder.header("Origin", origin);
    }
    socket =
        builder
            .subprotocols("framelog.publish.v1")
            .buildAsync(address, new Ears())
            .orTimeout(10, SECONDS)
            .join();
  }

  static PublisherSocket open(URI publish, String path) {
    return new PublisherSocket(address(publish, path), null);
  }

  static PublisherSocket openFrom(String origin, URI publish, String path) {
    return new PublisherSocket(address(publish, path), origin);
  }

  private static URI address(URI publish, String path) {
    return URI.create(publish.toString().replaceFirst("^http", "ws") + path);
  }

  String subprotocol() {
    return socket.getSubprotocol();
  }

  PublisherSocket binary(byte[] bytes) {
    return binary(bytes, 0, bytes.length, true);
  }

  PublisherSocket binary(byte[] bytes, int offset, int length, boolean last) {
    socket.sendBinary(ByteBuffer.wrap(bytes, offset, length), last).orTimeout(10, SECONDS).join();
    return this;
  }

  /** Sends bytes although the socket may be closing. */
  void offer(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).exceptionally(closed -> socket);
  }

  /** Sends a message repeatedly, as fast as it is accepted; does not wait for it. */
  void flood(byte[] message, int count) {
    CompletableFuture<?> sent = CompletableFuture.completedFuture(socket);
    for (int i = 0; i < count; i++) {
      sent = sent.thenCompose(before -> socket.sendBinary(ByteBuffer.wrap(message), true));
    }
    sent.exceptionally(closed -> null);
  }

  /** The same with text. */
  void offerText(String text) {
    socket.sendText(text, true).exceptionally(closed -> socket);
  }

  PublisherSocket text(String text) {
    socket.sendText(text, true).orTimeout(10, SECONDS).join();
    return this;
  }

  void closeInOrder() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").orTimeout(10, SECONDS).join();
  }

  /** Waits for the first message of a type. */
  JsonObject message(String type) {
    return await()
        .atMost(20, SECONDS)
        .until(
            () -> messages.stream().filter(m -> type.equals(m.getString("type"))).findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }

  List<String> types() {
    return messages.stream().map(message -> message.getString("type")).toList();
  }

  Close closeFrame() {
    return closed.orTimeout(20, SECONDS).join();
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Ears implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        messages.add(new JsonObject(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(new Close(code, reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed.completeExceptionally(error);
    }
  }
}
