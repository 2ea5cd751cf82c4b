package io.framelog.edge.websocket;

import io.framelog.edge.channel.ChannelEvent.ChunkOpened;
import io.framelog.edge.channel.ChannelEvent.PartArrived;
import io.framelog.log.Position;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A player's position in the log, counted as the player does: see "Where am I?" in
 * docs/3-wire-format.md. Confined to the viewer's event loop.
 */
final class PlayerPlace {
  private @Nullable ChunkOpened chunk;
  private long next;

  /** The player is notified of a chunk. */
  void opened(ChunkOpened opened) {
    chunk = opened;
    next = opened.position().offset() + 1;
  }

  /** The position of a part; empty when it follows from counting. */
  Optional<Position> unlessCounted(PartArrived part) {
    return chunk == null || part.offset() == next
        ? Optional.empty()
        : Optional.of(new Position(chunk.position().log(), part.offset()));
  }

  /** The player is sent a part. */
  void gave(PartArrived part) {
    next = part.offset() + 1;
  }

  /** Number of the chunk after the present one; 0 before the first. */
  long nextChunk() {
    return chunk == null ? 0 : chunk.chunk() + 1;
  }

  /** The position at which the player would continue; empty before it was sent media. */
  Optional<Position> position() {
    return chunk == null
        ? Optional.empty()
        : Optional.of(new Position(chunk.position().log(), next));
  }
}
