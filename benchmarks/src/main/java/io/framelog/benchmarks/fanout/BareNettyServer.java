package io.framelog.benchmarks.fanout;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A fan-out server with only Netty and epoll: no Vert.x, no Quarkus, no log. Each piece is framed
 * once, and the same buffer is written to all viewers. Prints the ports of feed and viewers; runs
 * until it is killed.
 */
public final class BareNettyServer {
  private static final int MAX_PIECE = 16 << 20;
  private static final int MAX_WAITING = 4 << 20;

  private BareNettyServer() {}

  public static void main(String[] args) throws InterruptedException {
    EventLoopGroup loops = new EpollEventLoopGroup(Runtime.getRuntime().availableProcessors());
    NettyFanOut fanOut = new NettyFanOut();
    Channel feeds =
        listen(
            loops,
            channel ->
                channel
                    .pipeline()
                    .addLast(new LengthFieldBasedFrameDecoder(MAX_PIECE, 0, 4, 0, 4))
                    .addLast(new NettyFeed(fanOut)));
    Channel viewers = listen(loops, channel -> addViewer(channel, fanOut));
    System.out.println(portOf(feeds) + " " + portOf(viewers));
    viewers.closeFuture().sync();
  }

  private static void addViewer(Channel channel, NettyFanOut fanOut) {
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(MAX_WAITING, MAX_WAITING));
    WebSocketServerProtocolConfig config =
        WebSocketServerProtocolConfig.newBuilder()
            .websocketPath("/")
            .subprotocols("framelog.v1")
            .checkStartsWith(true)
            .build();
    channel
        .pipeline()
        .addLast(new HttpServerCodec())
        .addLast(new HttpObjectAggregator(65_536))
        .addLast(new WebSocketServerProtocolHandler(config))
        .addLast(new NettyViewer(fanOut));
  }

  private interface Setup {
    void setUp(Channel channel);
  }

  private static Channel listen(EventLoopGroup loops, Setup setup) throws InterruptedException {
    ChannelHandler children =
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            setup.setUp(channel);
          }
        };
    return new ServerBootstrap()
        .group(loops)
        .channel(EpollServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, 4096)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(children)
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .sync()
        .channel();
  }

  private static int portOf(Channel channel) {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }
}
