package io.framelog.security.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches one HTTP connection: closes it when no complete request is received in time. Bytes of an
 * incomplete request do not count; otherwise a client could hold a connection with single bytes.
 *
 * <pre>
 *           request                       all answered
 *   IDLE ─────────────▶ BUSY, n requests ─────────────▶ IDLE
 *    │ request-timeout                                   │ keep-alive
 *    └──────────────────────▶ closed ◀───────────────────┘
 * </pre>
 *
 * A WebSocket counts as a request that is not answered while it is open. Only a connection that has
 * waited for {@link #GRACE} counts against the bound of its address: when many viewers connect at
 * once, their requests are still in transit. Confined to its event loop, which reads received bytes
 * before it runs a due timer.
 */
final class ConnectionWatch extends ChannelInboundHandlerAdapter {
  private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

  private final Connections connections;
  private final HttpLimits limits;
  private InetAddress address = InetAddress.getLoopbackAddress();
  private @Nullable Channel channel;
  private @Nullable ScheduledFuture<?> timer;
  private boolean served;
  private int requests;
  private long idleSince;
  private boolean counted;

  ConnectionWatch(Connections connections, HttpLimits limits) {
    this.connections = connections;
    this.limits = limits;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    if (context.channel().remoteAddress() instanceof InetSocketAddress remote) {
      address = remote.getAddress();
    }
    beginIdle();
    context.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ScheduledFuture<?> pending = timer;
    if (pending != null) {
      pending.cancel(false);
    }
    connections.gone(this);
    context.fireChannelInactive();
  }

  /**
   * A request was received, with all its headers.
   *
   * @return whether it is the first one of the connection
   */
  boolean beginRequest() {
    boolean first = !served;
    served = true;
    if (requests++ == 0 && counted) {
      counted = false;
      connections.busy(this);
    }
    return first;
  }

  /** A request was answered, to the end of the body. */
  void endRequest() {
    if (--requests == 0) {
      beginIdle();
    }
  }

  private void beginIdle() {
    Channel open = channel;
    if (open == null || !open.isActive()) {
      return;
    }
    idleSince = System.nanoTime();
    ScheduledFuture<?> pending = timer;
    if (pending != null && pending.getDelay(TimeUnit.NANOSECONDS) > GRACE) {
      pending.cancel(false);
      pending = null;
    }
    if (pending == null) {
      schedule(open, Math.min(GRACE, timeout().toNanos()));
    }
  }

  private Duration timeout() {
    return served ? limits.keepAlive() : limits.requestTimeout();
  }

  private void schedule(Channel open, long nanos) {
    timer = open.eventLoop().schedule(this::look, nanos, TimeUnit.NANOSECONDS);
  }

  private void look() {
    timer = null;
    Channel open = channel;
    if (open == null || requests > 0) {
      return;
    }
    long waited = System.nanoTime() - idleSince;
    if (!counted && waited >= GRACE) {
      counted = true;
      connections.idle(this);
    }
    long left = timeout().toNanos() - waited;
    if (left > 0) {
      schedule(open, counted ? left : Math.min(left, GRACE - waited));
    } else {
      close(open, served ? CloseReason.KEEP_ALIVE : CloseReason.NO_REQUEST);
    }
  }

  /** Closes the connection if it still waits for a request. Any thread. */
  void closeIdle(CloseReason reason) {
    Channel open = channel;
    if (open != null) {
      open.eventLoop()
          .execute(
              () -> {
                if (requests == 0 && open.isActive()) {
                  close(open, reason);
                }
              });
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a channel that cannot be closed is closed
  private void close(Channel open, CloseReason reason) {
    connections.closed(reason);
    open.close();
  }

  Channel channel() {
    return Objects.requireNonNull(channel, "a connection that is not active has no request");
  }

  /** The peer's address; the loopback address until the connection is active. */
  InetAddress address() {
    return address;
  }
}
