package io.framelog.ingest.demux;

import io.framelog.ingest.source.AddressBound;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts one connection while it holds a media worker and has sent no complete header. An address
 * may have a bounded number of such connections. On the connection's event loop.
 */
final class HeaderlessPlace {
  private final AddressBound bound;
  private boolean headerComplete;

  /** The address under which the connection is counted; null when it is not counted. */
  private @Nullable String counted;

  HeaderlessPlace(AddressBound bound) {
    this.bound = bound;
  }

  /**
   * Whether the connection may hold a worker now: it has a place already, needs none, or gets one.
   *
   * @param address of the connection; empty for a device, which needs no place
   */
  boolean take(Optional<String> address) {
    if (headerComplete || counted != null || address.isEmpty()) {
      return true;
    }
    boolean entered = bound.enter(address.get());
    counted = entered ? address.get() : null;
    return entered;
  }

  /** The header is complete: the connection needs no place any more. */
  void headerComplete() {
    headerComplete = true;
    leave();
  }

  /** The connection is over, or needs no place any more. Idempotent. */
  void leave() {
    if (counted != null) {
      bound.leave(counted);
      counted = null;
    }
  }
}
