package io.framelog.security.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A handler in the pipeline of the listening socket, which each accepted connection passes before
 * anything is read from it. Vert.x exposes neither that socket nor a connection without a request.
 */
@ChannelHandler.Sharable
final class ConnectionGate extends ChannelInboundHandlerAdapter {
  private final Connections connections;

  ConnectionGate(Connections connections) {
    this.connections = connections;
  }

  /** Adds itself to each socket of a group that listens on a port. */
  void attach(EventLoopGroup acceptors, int port) {
    for (EventExecutor executor : acceptors) {
      if (executor instanceof SingleThreadEventLoop loop) {
        loop.execute(() -> listening(loop, port).forEach(each -> each.pipeline().addFirst(this)));
      }
    }
  }

  private static List<Channel> listening(SingleThreadEventLoop loop, int port) {
    List<Channel> found = new ArrayList<>();
    loop.registeredChannelsIterator()
        .forEachRemaining(
            channel -> {
              if (channel instanceof ServerChannel
                  && channel.localAddress() instanceof InetSocketAddress address
                  && address.getPort() == port) {
                found.add(channel);
              }
            });
    return found;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof Channel connection && !connections.accept(connection)) {
      // It is not registered with an event loop yet, so its pipeline cannot close it.
      connection.unsafe().closeForcibly();
    } else {
      context.fireChannelRead(message);
    }
  }
}
