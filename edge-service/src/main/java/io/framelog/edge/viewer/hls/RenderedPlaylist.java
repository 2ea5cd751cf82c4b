package io.framelog.edge.viewer.hls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A playlist at one end of the log, written when it is first asked for and then shared by all who
 * are given it. Confined to its stream's loop.
 */
final class RenderedPlaylist {
  private final Supplier<String> writer;
  private @Nullable ByteBuf text;

  RenderedPlaylist(Supplier<String> writer) {
    this.writer = writer;
  }

  /** The text, with a reference for the caller. */
  ByteBuf retained() {
    ByteBuf written = text;
    if (written == null) {
      byte[] bytes = writer.get().getBytes(StandardCharsets.US_ASCII);
      written = PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
      text = written;
    }
    return written.retainedDuplicate();
  }

  void release() {
    if (text != null) {
      text.release();
      text = null;
    }
  }
}
