package io.framelog.security.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP connection: closes it when no complete request comes in time. Bytes of an incomplete
 * request do not count, or a client could hold a connection with one byte now and then.
 *
 * <pre>
 *           request                       all answered
 *   IDLE ─────────────▶ BUSY, n requests ─────────────▶ IDLE
 *    │ request-timeout                                   │ keep-alive
 *    └──────────────────────▶ closed ◀───────────────────┘
 * </pre>
 *
 * A WebSocket is a request that is not answered while it lasts. Confined to its event loop.
 */
final class ConnectionWatch extends ChannelInboundHandlerAdapter {
  private final Connections connections;
  private final HttpLimits limits;
  private InetAddress address = InetAddress.getLoopbackAddress();
  private @Nullable Channel channel;
  private @Nullable ScheduledFuture<?> timer;
  private boolean served;
  private int requests;
  private long idleSince;

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

  /** A request has come, with all its headers. */
  void beginRequest() {
    served = true;
    if (requests++ == 0) {
      connections.busy(this);
    }
  }

  /** A request is answered, to the end of the body. */
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
    connections.idle(this);
    ScheduledFuture<?> pending = timer;
    long timeout = timeout().toNanos();
    if (pending != null && pending.getDelay(TimeUnit.NANOSECONDS) > timeout) {
      pending.cancel(false);
      pending = null;
    }
    if (pending == null) {
      schedule(open, timeout);
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
    long left = timeout().toNanos() - (System.nanoTime() - idleSince);
    if (left > 0) {
      schedule(open, left);
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

  /** The address of the other side; the loopback's until the connection is active. */
  InetAddress address() {
    return address;
  }
}
