package io.framelog.ingest.source;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;

/** The event loop of a Vert.x connection. */
public final class VertxEventLoop implements EventLoop {
  private final Vertx vertx;
  private final Context context;

  public VertxEventLoop(Vertx vertx, Context context) {
    this.vertx = vertx;
    this.context = context;
  }

  /** The loop this thread runs on; to be called in a connection's handler. */
  public static VertxEventLoop current(Vertx vertx) {
    return new VertxEventLoop(vertx, vertx.getOrCreateContext());
  }

  @Override
  public void execute(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    long id = vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> execute(task));
    return () -> vertx.cancelTimer(id);
  }

  @Override
  public Timer every(Duration period, Runnable task) {
    long id = vertx.setPeriodic(Math.max(1, period.toMillis()), ignored -> execute(task));
    return () -> vertx.cancelTimer(id);
  }
}
