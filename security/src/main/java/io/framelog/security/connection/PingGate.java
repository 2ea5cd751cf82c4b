package io.framelog.security.connection;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;

/**
 * Discards the pings of a WebSocket's peer that does not read; otherwise the pongs would accumulate
 * in memory.
 */
@ChannelHandler.Sharable
final class PingGate extends ChannelInboundHandlerAdapter {
  static final PingGate INSTANCE = new PingGate();

  private PingGate() {}

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof PingWebSocketFrame ping && !context.channel().isWritable()) {
      ping.release();
    } else {
      context.fireChannelRead(message);
    }
  }
}
