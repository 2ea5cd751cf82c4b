package io.framelog.edge.connection;

import io.framelog.log.LogReader;
import io.framelog.log.StreamId;
import io.framelog.process.FatalErrors;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Finds out whether a stream that the control plane does not list does not exist. The control plane
 * may lag, so Kafka is asked whether there is a log. At most {@link #MAX_ASKED} requests are
 * pending. Thread-safe.
 */
public final class UnknownStreams {
  /** Receives the answer. */
  @FunctionalInterface
  public interface Answer {
    /**
     * Called once.
     *
     * @param absent whether it is certain that there is no such stream; false also when Kafka does
     *     not answer or too many requests are pending
     */
    void is(boolean absent);
  }

  private static final Logger LOG = Logger.getLogger(UnknownStreams.class);
  private static final int MAX_ASKED = 64;

  private final LogReader reader;
  private final AtomicInteger asked = new AtomicInteger();

  public UnknownStreams(LogReader reader) {
    this.reader = reader;
  }

  /** Asks; to be called on an event loop, which also runs the answer. */
  public void ask(StreamId stream, Answer answer) {
    if (asked.incrementAndGet() > MAX_ASKED) {
      asked.decrementAndGet();
      answer.is(false);
      return;
    }
    Context context = Vertx.currentContext();
    FatalErrors.watch(
        reader
            .exists(stream)
            .whenComplete(
                (exists, failure) -> {
                  asked.decrementAndGet();
                  if (failure != null) {
                    LOG.debugf("log lookup failed stream=%s reason=%s", stream, failure);
                  }
                  boolean absent = failure == null && !exists;
                  context.runOnContext(here -> answer.is(absent));
                }));
  }
}
