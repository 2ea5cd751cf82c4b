package io.framelog.benchmarks.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

/** Receives a publisher's pieces in {@link Framing#LENGTHS}, with the lengths removed. */
final class NettyFeed extends SimpleChannelInboundHandler<ByteBuf> {
  private final NettyFanOut fanOut;

  NettyFeed(NettyFanOut fanOut) {
    this.fanOut = fanOut;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf piece) {
    fanOut.publish(piece.readByte(), piece);
  }
}
