package io.framelog.edge.hls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A playlist for one end of the log. The text and its compressed form are rendered at the first
 * request and then shared. Confined to its stream's loop.
 */
final class RenderedPlaylist {
  private final Supplier<String> writer;
  private @Nullable ByteBuf text;
  private @Nullable ByteBuf gzip;

  RenderedPlaylist(Supplier<String> writer) {
    this.writer = writer;
  }

  /** The text, with a reference for the caller. */
  ByteBuf retained() {
    return written().retainedDuplicate();
  }

  /** The text compressed (RFC 1952), with a reference for the caller. */
  ByteBuf retainedGzip() {
    ByteBuf compressed = gzip;
    if (compressed == null) {
      compressed = compressed(written());
      gzip = compressed;
    }
    return compressed.retainedDuplicate();
  }

  private ByteBuf written() {
    ByteBuf present = text;
    if (present == null) {
      byte[] bytes = writer.get().getBytes(StandardCharsets.US_ASCII);
      present = PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
      text = present;
    }
    return present;
  }

  private static ByteBuf compressed(ByteBuf text) {
    ByteBuf target = PooledByteBufAllocator.DEFAULT.directBuffer();
    try (GZIPOutputStream out = new GZIPOutputStream(new ByteBufOutputStream(target))) {
      text.duplicate().readBytes(out, text.readableBytes());
    } catch (IOException e) {
      target.release();
      throw new UncheckedIOException(e);
    }
    return target;
  }

  void release() {
    if (text != null) {
      text.release();
      text = null;
    }
    if (gzip != null) {
      gzip.release();
      gzip = null;
    }
  }
}
