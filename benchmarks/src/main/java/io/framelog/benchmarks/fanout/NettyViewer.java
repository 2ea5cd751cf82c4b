package io.framelog.benchmarks.fanout;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;

/** Joins a viewer after its handshake; ignores its messages. */
final class NettyViewer extends SimpleChannelInboundHandler<WebSocketFrame> {
  private final NettyFanOut fanOut;

  NettyViewer(NettyFanOut fanOut) {
    this.fanOut = fanOut;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof HandshakeComplete) {
      fanOut.join(context.channel());
    }
    super.userEventTriggered(context, event);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {}
}
