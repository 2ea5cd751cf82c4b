package io.framelog.standalone.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A viewer that disconnects after the first part of a chunk, which is enough to show a picture. */
public final class FirstPicture implements WebSocket.Listener {
  private final CompletableFuture<Void> seen = new CompletableFuture<>();
  private boolean inChunk;

  private FirstPicture() {}

  /**
   * Watches a stream.
   *
   * @return completes with the first part; exceptionally when the edge refuses or disconnects
   */
  public static CompletionStage<Void> await(URI live) {
    FirstPicture viewer = new FirstPicture();
    HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .subprotocols("framelog.v1")
        .buildAsync(live, viewer)
        .exceptionally(
            e -> {
              viewer.seen.completeExceptionally(e);
              return null;
            });
    return viewer.seen;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
    inChunk |= text.toString().contains("\"chunk\"");
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
    if (inChunk && last && seen.complete(null)) {
      socket.abort();
    } else {
      socket.request(1);
    }
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    seen.completeExceptionally(error);
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    seen.completeExceptionally(new IllegalStateException("closed by the edge: " + code));
    return null;
  }
}
