package io.framelog.security.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Ends an HTTP/1.1 connection after the request that is being handled: discards the requests after
 * it, and closes the connection when its body has been read and its answer written. Confined to the
 * connection's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a channel that fails is closed
final class LastRequest extends ChannelDuplexHandler {
  private boolean bodyRead;
  private boolean another;
  private boolean answered;

  private LastRequest() {}

  /** Makes the request that was just read the connection's last one. Idempotent. */
  static void of(Channel channel) {
    ChannelHandlerContext encoder = channel.pipeline().context(HttpResponseEncoder.class);
    if (encoder != null && channel.pipeline().get(LastRequest.class) == null) {
      channel.pipeline().addAfter(encoder.name(), null, new LastRequest());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    if (another || read instanceof HttpRequest) {
      another = true;
      ReferenceCountUtil.release(read);
    } else {
      bodyRead |= read instanceof LastHttpContent;
      context.fireChannelRead(read);
    }
    closeIfDone(context);
  }

  @Override
  public void write(ChannelHandlerContext context, Object written, ChannelPromise promise) {
    boolean informational =
        written instanceof HttpResponse response
            && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    if (written instanceof LastHttpContent && !informational) {
      context
          .write(written, promise.unvoid())
          .addListener(
              taken -> {
                answered = true;
                closeIfDone(context);
              });
    } else {
      context.write(written, promise);
    }
  }

  private void closeIfDone(ChannelHandlerContext context) {
    if (answered && (bodyRead || another)) {
      context.close();
    }
  }
}
