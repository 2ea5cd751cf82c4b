package io.framelog.edge.websocket;

import io.framelog.edge.channel.ChannelEvent.ChunkOpened;
import io.framelog.edge.channel.ChannelEvent.PartArrived;
import io.framelog.log.Position;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where in the log a player is, as it counts itself: see "Where am I?" in docs/3-wire-format.md.
 * Confined to the viewer's event loop.
 */
final class PlayerPlace {
  private @Nullable ChunkOpened chunk;
  private long next;

  /** The player is notified of a chunk. */
  void opened(ChunkOpened opened) {
    chunk = opened;
    next = opened.position().offset() + 1;
  }

  /** Where a part is; empty when counting leads there. */
  Optional<Position> unlessCounted(PartArrived part) {
    return chunk == null || part.offset() == next
        ? Optional.empty()
        : Optional.of(new Position(chunk.position().log(), part.offset()));
  }

  /** The player is given a part. */
  void gave(PartArrived part) {
    next = part.offset() + 1;
  }

  /** Number of the chunk after the present one; 0 before the first. */
  long nextChunk() {
    return chunk == null ? 0 : chunk.chunk() + 1;
  }

  /** Where the player would go on; empty before it was given anything. */
  Optional<Position> position() {
    return chunk == null
        ? Optional.empty()
        : Optional.of(new Position(chunk.position().log(), next));
  }
}
