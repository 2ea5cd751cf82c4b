package io.framelog.ingest.source.foreign;

import io.framelog.ingest.source.AddressBound;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceAcceptor;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.SourceListener;
import io.framelog.ingest.worker.Workers;
import io.framelog.log.StreamId;
import io.framelog.media.container.ParserLimits;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts what tells containers apart between sources and sessions. Thread-safe. */
public final class ForeignAcceptor implements SourceAcceptor {
  private final SourceAcceptor sessions;
  private final Workers workers;
  private final ParserLimits limits;

  /** Connections without a header that hold a worker: one address has at most half of these. */
  private final AddressBound headerless;

  /**
   * @param sessions takes the sources, told apart
   * @param limits of one publisher
   */
  public ForeignAcceptor(SourceAcceptor sessions, Workers workers, ParserLimits limits) {
    this.sessions = sessions;
    this.workers = workers;
    this.limits = limits;
    this.headerless = new AddressBound(SniffedSource.share(workers));
  }

  @Override
  public Optional<SourceListener> accept(Source source, EventLoop loop, @Nullable StreamId stream) {
    SniffedSource sniffed = new SniffedSource(source, loop, workers, headerless, limits);
    return sessions.accept(sniffed, loop, stream).map(sniffed::handTo);
  }

  @Override
  public void turnAway(Source source, SourceEnd end) {
    sessions.turnAway(source, end);
  }
}
