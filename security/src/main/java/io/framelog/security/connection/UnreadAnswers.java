package io.framelog.security.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;

/**
 * Bounds the requests of one HTTP/1.1 connection whose answers its client has not read. A client
 * may send requests without waiting for answers (RFC 9112 §9.3.2). Vert.x keeps such requests and
 * unread answers in memory, both without a bound. A connection with more than {@link #MAX} of them
 * is closed. Confined to its event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a channel that fails is closed
final class UnreadAnswers extends ChannelDuplexHandler {
  static final int MAX = 128;

  private final Runnable onTooMany;

  /** Begins with the request that is being handled when this handler is added. */
  private int unread = 1;

  private boolean closing;

  private UnreadAnswers(Runnable onTooMany) {
    this.onTooMany = onTooMany;
  }

  /**
   * Watches a connection from its first request on; does nothing for one that is not HTTP/1.1.
   *
   * @param onTooMany called once, before the connection is closed
   */
  static void watch(Channel channel, Runnable onTooMany) {
    ChannelHandlerContext encoder = channel.pipeline().context(HttpResponseEncoder.class);
    if (encoder != null) {
      channel.pipeline().addAfter(encoder.name(), null, new UnreadAnswers(onTooMany));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    if (closing) {
      ReferenceCountUtil.release(read);
    } else if (read instanceof HttpRequest && ++unread > MAX) {
      closing = true;
      ReferenceCountUtil.release(read);
      onTooMany.run();
      context.close();
    } else {
      context.fireChannelRead(read);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object written, ChannelPromise promise) {
    if (!context.channel().isActive()) {
      // Vert.x writes again at once when it is notified that a chunk failed, in order to reset.
      // Netty's encoder would then write the chunk's parts again, which are already released.
      ReferenceCountUtil.release(written);
      promise.tryFailure(new ClosedChannelException());
    } else if (written instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
      context.write(written, promise);
      if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
        context.pipeline().remove(this);
      }
    } else if (written instanceof LastHttpContent) {
      context.write(written, promise.unvoid()).addListener(taken -> unread--);
    } else {
      context.write(written, promise);
    }
  }
}
