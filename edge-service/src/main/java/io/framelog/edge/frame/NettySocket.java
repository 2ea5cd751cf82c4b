package io.framelog.edge.frame;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A viewer's channel below what Vert.x shows of it: how much of what was written the socket has not
 * taken, and what a socket that takes nothing may hold.
 *
 * <pre>
 *   viewer queue, bounded ──▶ Netty, 64 KiB and a pass ──▶ kernel, 128 KiB not sent ──▶ network
 * </pre>
 */
final class NettySocket {
  /**
   * Bytes the kernel takes ahead of what it can send (tcp(7), TCP_NOTSENT_LOWAT). What is on its
   * way to the viewer is not limited, so throughput over long distances is not either.
   */
  private static final long NOT_SENT_BYTES = 128 * 1024;

  /** The same where there is no such option, for all that is not acknowledged. */
  private static final int SEND_BUFFER_BYTES = 1024 * 1024;

  private static final String IDLE_TIMER = "idle";
  private static final String VERTX_HANDLER = "handler";

  private final Channel channel;
  private @Nullable IdleStateHandler idleTimer;

  NettySocket(Channel channel) {
    this.channel = channel;
  }

  /** Makes the channel that of a viewer: bounded below, and without a timer of its own. */
  void settle() {
    boundKernel();
    if (channel.pipeline().get(IDLE_TIMER) != null) {
      channel.pipeline().remove(IDLE_TIMER);
    }
  }

  /**
   * Stops the connection's idle timer for the length of an HTTP body whose writes do not pass it.
   */
  void beginBody() {
    if (channel.pipeline().get(IDLE_TIMER) instanceof IdleStateHandler timer) {
      channel.pipeline().remove(timer);
      idleTimer = timer;
    }
  }

  /** The connection waits for its next request again, but not for ever. */
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

  /** Bounds what the kernel holds of what is written. */
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

  /** Ends the connection with a reset, because a kernel keeps what it could not send for long. */
  @SuppressWarnings("FutureReturnValueIgnored") // a channel that cannot be closed is closed
  void abort() {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.close();
  }
}
