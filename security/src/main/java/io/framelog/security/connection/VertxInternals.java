package io.framelog.security.connection;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * What Vert.x 4 does not offer in its public interfaces: its event loops and the channel of a
 * connection. The only class that uses Vert.x' internal types.
 */
public final class VertxInternals {
  private VertxInternals() {}

  /** The channel of a request's connection; null where it has none of its own. */
  public static @Nullable Channel channel(HttpServerRequest request) {
    return request.connection() instanceof ConnectionBase connection ? connection.channel() : null;
  }

  /** All event loops that serve connections. */
  public static EventLoopGroup eventLoops(Vertx vertx) {
    return ((VertxInternal) vertx).getEventLoopGroup();
  }

  /** The event loops that accept connections; null where Vert.x does not expose them. */
  public static @Nullable EventLoopGroup acceptors(Vertx vertx) {
    return vertx instanceof VertxInternal internal ? internal.getAcceptorEventLoopGroup() : null;
  }

  /** A context on the next event loop, in round-robin order. */
  public static Context nextContext(Vertx vertx) {
    return ((VertxInternal) vertx).createEventLoopContext();
  }

  /** The event loop of a context. */
  public static EventLoop eventLoop(Context context) {
    return ((ContextInternal) context).nettyEventLoop();
  }
}
