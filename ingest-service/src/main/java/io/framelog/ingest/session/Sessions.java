package io.framelog.ingest.session;

import io.framelog.ingest.IngestSettings;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceAcceptor;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.SourceListener;
import io.framelog.log.StreamId;
import io.framelog.process.FatalErrors;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * All publishers connected to this node, as many as it may serve. Closed until {@link #admit()},
 * and again from {@link #drain(SourceEnd)} on. Thread-safe.
 */
public final class Sessions implements SourceAcceptor {
  private final SessionEnvironment environment;
  private final Set<PublisherSession> living = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connected = new AtomicInteger();
  private final ConnectionRate rate;
  private volatile boolean admitting;

  public Sessions(SessionEnvironment environment) {
    this.environment = environment;
    IngestSettings.ConnectionRates rates = environment.settings().connectionRates();
    this.rate = new ConnectionRate(rates.perAddress(), rates.perNode(), System.nanoTime());
  }

  /** Publishers may come from now on. */
  public void admit() {
    admitting = true;
  }

  @Override
  public Optional<SourceListener> accept(Source source, EventLoop loop, @Nullable StreamId stream) {
    if (!admitting) {
      turnAway(source, new SourceEnd(EndReason.NOT_READY, "this node takes no publishers now"));
      return Optional.empty();
    }
    Optional<String> tooOften =
        source.remoteAddress().flatMap(address -> rate.refusal(address, System.nanoTime()));
    if (tooOften.isPresent()) {
      turnAway(source, new SourceEnd(EndReason.TOO_MANY_ATTEMPTS, tooOften.get()));
      return Optional.empty();
    }
    int most = environment.settings().maxConnections();
    if (connected.incrementAndGet() > most) {
      connected.decrementAndGet();
      turnAway(
          source,
          new SourceEnd(
              EndReason.TOO_MANY_CONNECTIONS, "this node serves at most " + most + " publishers"));
      return Optional.empty();
    }
    PublisherSession session = new PublisherSession(environment, source, loop, stream);
    living.add(session);
    FatalErrors.watch(
        session
            .ended()
            .thenRun(
                () -> {
                  living.remove(session);
                  connected.decrementAndGet();
                }));
    if (!admitting) {
      session.requestEnd(SourceEnd.of(EndReason.SHUTDOWN));
    }
    return Optional.of(session);
  }

  /** Publishers connected now. */
  public int connected() {
    return connected.get();
  }

  /** Ends one session, if this node holds it. */
  public void end(String stream, long session, SourceEnd end) {
    living.forEach(each -> each.requestEnd(stream, session, end));
  }

  /**
   * Admits nobody any more and ends every session.
   *
   * @return completes when all are ended; each bounds its own end
   */
  public CompletionStage<Void> drain(SourceEnd end) {
    admitting = false;
    CompletableFuture<?>[] ends =
        living.stream()
            .peek(session -> session.requestEnd(end))
            .map(session -> session.ended().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(ends);
  }

  @Override
  public void turnAway(Source source, SourceEnd end) {
    environment.rejections().rejected(source, end);
    environment.meter().ended(end.reason());
    source.close(end);
  }
}
