package io.framelog.edge.frame;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A viewer's Netty channel: how many written bytes the socket has not accepted, and bounds on the
 * bytes that Netty and the kernel buffer.
 *
 * <pre>
 *   viewer queue, bounded ──▶ Netty, 64 KiB and one pass ──▶ kernel, 128 KiB unsent ──▶ network
 * </pre>
 */
final class NettySocket {
  /**
   * Unsent bytes that the kernel buffers (tcp(7), TCP_NOTSENT_LOWAT). Bytes in flight are not
   * limited, so the throughput of connections with a long round trip is not limited either.
   */
  private static final long NOT_SENT_BYTES = 128 * 1024;

  /** Unacknowledged bytes that the kernel buffers, where that option does not exist. */
  private static final int SEND_BUFFER_BYTES = 1024 * 1024;

  private static final String IDLE_TIMER = "idle";
  private static final String VERTX_HANDLER = "handler";

  private final Channel channel;
  private @Nullable IdleStateHandler idleTimer;

  NettySocket(Channel channel) {
    this.channel = channel;
  }

  /** Configures the channel for a viewer: bounds the kernel's buffer and removes the idle timer. */
  void settle() {
    boundKernel();
    if (channel.pipeline().get(IDLE_TIMER) != null) {
      channel.pipeline().remove(IDLE_TIMER);
    }
  }

  /**
   * Removes the connection's idle timer for the duration of an HTTP body whose writes bypass it.
   */
  void beginBody() {
    if (channel.pipeline().get(IDLE_TIMER) instanceof IdleStateHandler timer) {
      channel.pipeline().remove(timer);
      idleTimer = timer;
    }
  }

  /** Restores the idle timer, which bounds the wait for the connection's next request. */
  void endBody() {
    IdleStateHandler removed = idleTimer;
    if (removed != null && channel.pipeline().get(VERTX_HANDLER) != null) {
      idleTimer = null;
      channel
          .pipeline()
          .addBefore(
              VERTX_HANDLER,
              IDLE_TIMER,
              new IdleStateHandler(
                  removed.getReaderIdleTimeInMillis(),
                  removed.getWriterIdleTimeInMillis(),
                  removed.getAllIdleTimeInMillis(),
                  TimeUnit.MILLISECONDS));
    }
  }

  /** Bounds the bytes that the kernel buffers. */
  void boundKernel() {
    if (!channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, NOT_SENT_BYTES)) {
      channel.config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES);
    }
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  long pendingBytes() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
  }

  /** Resets the connection, because the kernel would keep unsent bytes for a long time. */
  @SuppressWarnings("FutureReturnValueIgnored") // closing fails only when the channel is closed
  void abort() {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.close();
  }
}
