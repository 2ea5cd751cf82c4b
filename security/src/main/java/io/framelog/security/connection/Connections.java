package io.framelog.security.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The HTTP connections of a process: bounded in number, and in the time without a request. */
final class Connections {
  private final HttpLimits limits;
  private final IdleConnections<ConnectionWatch> idle;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<CloseReason, Counter> closed = new EnumMap<>(CloseReason.class);

  Connections(HttpLimits limits, MeterRegistry registry) {
    this.limits = limits;
    this.idle = new IdleConnections<>(limits.idlePerAddress());
    Gauge.builder("framelog.http.connections", open, AtomicInteger::get)
        .description("open HTTP connections, WebSockets included")
        .register(registry);
    Gauge.builder("framelog.http.idle.connections", idle, IdleConnections::size)
        .description("HTTP connections that have waited for a request for more than a second")
        .register(registry);
    for (CloseReason reason : CloseReason.values()) {
      closed.put(
          reason,
          Counter.builder("framelog.http.connections.closed")
              .description("HTTP connections closed by the service")
              .tag("reason", reason.wireName())
              .register(registry));
    }
  }

  /** Watches all connections to a port from now on. */
  void watch(EventLoopGroup acceptors, int port) {
    new ConnectionGate(this).attach(acceptors, port);
  }

  /** Accepts a new connection and watches it; false when there are too many. */
  boolean accept(Channel connection) {
    if (open.incrementAndGet() > limits.maxConnections()) {
      open.decrementAndGet();
      closed(CloseReason.MAX_CONNECTIONS);
      return false;
    }
    connection.closeFuture().addListener(gone -> open.decrementAndGet());
    connection.pipeline().addLast(new ConnectionWatch(this, limits));
    return true;
  }

  /** The handler before all others: notes the start of a request and the end of its answer. */
  void request(RoutingContext rc) {
    ConnectionWatch watch = watch(rc.request());
    if (watch != null) {
      if (watch.beginRequest()) {
        UnreadAnswers.watch(watch.channel(), () -> closed(CloseReason.UNREAD_ANSWERS));
      }
      rc.addEndHandler(ended -> watch.endRequest());
      if (mayHaveTwoLengths(rc.request())) {
        rc.response().putHeader(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        LastRequest.of(watch.channel());
      }
    }
    rc.next();
  }

  /**
   * When a request has both Content-Length and Transfer-Encoding, a proxy may take the body's
   * length from the other header, so such a request must be the connection's last one (RFC 9112
   * §6.3). Netty 4.1.133 answers it with 400. Older versions remove Content-Length, so each request
   * with Transfer-Encoding is treated like this.
   */
  private static boolean mayHaveTwoLengths(HttpServerRequest request) {
    return request.version() != HttpVersion.HTTP_2
        && request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
  }

  private static @Nullable ConnectionWatch watch(HttpServerRequest request) {
    Channel channel = VertxInternals.channel(request);
    return channel == null ? null : channel.pipeline().get(ConnectionWatch.class);
  }

  void idle(ConnectionWatch connection) {
    for (ConnectionWatch one : idle.add(connection.address(), connection)) {
      one.closeIdle(CloseReason.IDLE_PER_ADDRESS);
    }
  }

  void busy(ConnectionWatch connection) {
    idle.remove(connection.address(), connection);
  }

  void gone(ConnectionWatch connection) {
    idle.remove(connection.address(), connection);
  }

  void closed(CloseReason reason) {
    Counter counter = closed.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }
}
