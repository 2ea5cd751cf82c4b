package io.framelog.edge.connection;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Ends a response whose client takes none of it, which would be held in memory for as long as the
 * client likes. That includes the rest of a body that has ended. Confined to its event loop.
 */
public final class ResponseWatch implements EventLoopChecks.Swept {
  /** A response that a client reads. */
  public interface Response {
    /** Whether nothing more is written to it. */
    boolean isOver();

    /** Bytes written that the client has not taken. */
    long pendingBytes();

    /** Bytes written so far; 0 when all of it was written at once. */
    long writtenBytes();

    /** Ends it at once. */
    void abort();
  }

  private final Response response;
  private final Duration timeout;
  private final Consumer<DisconnectReason> onStalled;
  private final ViewerStallWatch stall = new ViewerStallWatch(System.nanoTime());
  private Runnable stop = () -> {};

  /**
   * @param timeout after which a client that takes nothing is disconnected
   * @param onStalled called before the response is ended
   */
  public ResponseWatch(Response response, Duration timeout, Consumer<DisconnectReason> onStalled) {
    this.response = response;
    this.timeout = timeout;
    this.onStalled = onStalled;
  }

  /** Checks the response from now on, until the client has taken all of it. */
  public void begin(EventLoopChecks checks, Executor loop) {
    stop = () -> checks.remove(loop, this);
    checks.add(loop, this);
  }

  @Override
  public void sweep(long now) {
    long pending = response.pendingBytes();
    if (response.isOver() && pending == 0) {
      stop.run();
    } else if (stall.look(pending, response.writtenBytes(), now) >= timeout.toNanos()) {
      stop.run();
      onStalled.accept(DisconnectReason.STALLED);
      response.abort();
    }
  }
}
