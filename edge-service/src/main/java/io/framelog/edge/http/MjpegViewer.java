package io.framelog.edge.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.framelog.edge.channel.ChannelEvent;
import io.framelog.edge.channel.ChannelEvent.ChunkOpened;
import io.framelog.edge.channel.ChannelEvent.PartArrived;
import io.framelog.edge.channel.ChannelEvent.StreamOffline;
import io.framelog.edge.channel.ChannelMetrics;
import io.framelog.edge.channel.GapReason;
import io.framelog.edge.frame.SharedFrame;
import io.framelog.log.StreamId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@code multipart/x-mixed-replace} response, in which each image replaces the one before. At
 * most one image is queued for the client: a newer one replaces it.
 *
 * <pre>
 *   image ── response writable ────▶ written
 *     └───── response is full ─────▶ [ newest ] ── drained ──▶ written
 *                                       └ replaced: dropped, counted
 * </pre>
 *
 * A boundary is sent directly after each image, because browsers show an image when they receive
 * the next boundary. Confined to its event loop.
 */
final class MjpegViewer implements HttpViewer {
  private static final String BOUNDARY = "framelog";
  private static final byte[] DELIMITER = ("\r\n--" + BOUNDARY + "\r\n").getBytes(US_ASCII);

  private final HttpServerResponse response;
  private final StreamId stream;
  private final ChannelMetrics metrics;
  private final Supplier<Refusal> nobody;
  private @Nullable String mime;
  private @Nullable SharedFrame waiting;
  private boolean begun;
  private boolean over;

  /**
   * @param nobody supplies the response when nobody publishes
   */
  MjpegViewer(
      HttpServerResponse response,
      StreamId stream,
      ChannelMetrics metrics,
      Supplier<Refusal> nobody) {
    this.response = response;
    this.stream = stream;
    this.metrics = metrics;
    this.nobody = nobody;
  }

  @Override
  public void joining(long bytes) {
    // A chunk of an image stream is one image, and one image may always be queued.
  }

  @Override
  public void deliver(ChannelEvent event) {
    if (over) {
      return;
    }
    if (event instanceof ChunkOpened opened) {
      opened(opened.mime());
    } else if (event instanceof PartArrived part) {
      image(part.frame());
    } else if (event instanceof StreamOffline && !begun) {
      refuse(nobody.get());
    }
  }

  private void opened(String opened) {
    mime = opened;
    if (isImage(opened)) {
      return;
    }
    if (begun) {
      end();
    } else {
      refuse(Refusal.otherContainer(stream, opened));
    }
  }

  private void image(SharedFrame image) {
    if (mime == null) {
      return;
    }
    if (response.writeQueueFull()) {
      if (waiting != null) {
        waiting.release();
        metrics.droppedForViewer(1);
      }
      waiting = image.retain();
    } else {
      write(image, mime);
    }
  }

  @Override
  public void drained() {
    SharedFrame newest = waiting;
    if (newest != null && mime != null && !over) {
      waiting = null;
      write(newest, mime);
      newest.release();
    }
  }

  // Vert.x 4 has no other method without a copy; version 5 moves it to another class.
  @SuppressWarnings("deprecation")
  private void write(SharedFrame image, String type) {
    begin();
    ByteBuf payload = image.retainedPayload();
    String head =
        "Content-Type: " + type + "\r\nContent-Length: " + payload.readableBytes() + "\r\n\r\n";
    ByteBuf part =
        Unpooled.wrappedBuffer(
            Unpooled.wrappedBuffer(head.getBytes(US_ASCII)),
            payload,
            Unpooled.wrappedBuffer(DELIMITER));
    metrics.sent(part.readableBytes());
    // Vert.x does not release the buffer.
    response.write(Buffer.buffer(part)).onComplete(written -> part.release());
  }

  private void begin() {
    if (!begun) {
      begun = true;
      putHead(response).setChunked(true).write(Buffer.buffer(DELIMITER));
    }
  }

  /** Puts the head of a response of images. */
  static HttpServerResponse putHead(HttpServerResponse response) {
    return CorsHeaders.put(response)
        .putHeader(HttpHeaderNames.CONTENT_TYPE, "multipart/x-mixed-replace; boundary=" + BOUNDARY);
  }

  /**
   * @param mime as it is in the log
   */
  static boolean isImage(String mime) {
    return mime.startsWith("image/");
  }

  private void refuse(Refusal refusal) {
    over = true;
    refusal.send(response);
  }

  @Override
  public void move() {
    end();
  }

  @Override
  public void end() {
    if (!over) {
      gone();
      if (begun) {
        response.end();
      } else {
        refuse(Refusal.edgeShutsDown());
      }
    }
  }

  @Override
  public void gone() {
    over = true;
    if (waiting != null) {
      waiting.release();
      waiting = null;
    }
  }

  @Override
  public void skip(GapReason reason) {
    // Every image can be shown without the ones before.
  }

  @Override
  public boolean isCrowded() {
    return false;
  }

  @Override
  public void flush() {
    // Vert.x flushes each write.
  }
}
