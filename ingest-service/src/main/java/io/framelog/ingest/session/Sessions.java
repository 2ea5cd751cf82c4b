package io.framelog.ingest.session;

import io.framelog.controlplane.RefusedPublisher;
import io.framelog.ingest.IngestSettings;
import io.framelog.ingest.demux.DemuxerFactory;
import io.framelog.ingest.source.AddressBound;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceAcceptor;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.SourceListener;
import io.framelog.log.StreamId;
import io.framelog.process.FatalErrors;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * All publishers connected to this node, within its limits. Rejects publishers before {@link
 * #admit()} and after {@link #drain(SourceEnd)}. Thread-safe.
 *
 * <pre>
 *   accept ─▶ rate ─▶ bound of the address ─▶ pool of those without a header ─▶ publisher
 *               │ too often  │ too many         │ replaced: closed  header complete │ full: closed
 *               ▼            ▼                  ▼                                   ▼
 * </pre>
 *
 * A connection counts as a publisher only when its container header is complete, so that
 * connections that send nothing do not use up that limit.
 */
public final class Sessions implements SourceAcceptor {
  private final SessionEnvironment environment;
  private final IngestSettings.ConnectionBounds bounds;
  private final Set<Connection> living = ConcurrentHashMap.newKeySet();
  private final HeaderlessPool<Connection> headerless;
  private final AddressBound addresses;
  private final AtomicInteger publishers = new AtomicInteger();
  private final AddressRate rate;
  private volatile boolean admitting;
  private volatile @Nullable String diskFull;

  public Sessions(SessionEnvironment environment) {
    this.environment = environment;
    this.bounds = environment.settings().connections();
    this.headerless = new HeaderlessPool<>(bounds.headerless());
    this.addresses = new AddressBound(bounds.perAddress());
    IngestSettings.ConnectionRates rates = environment.settings().connectionRates();
    this.rate =
        new AddressRate(
            AddressRate.Unit.CONNECTIONS_A_SECOND,
            rates.perAddress(),
            rates.perNode(),
            System.nanoTime());
  }

  /** Admits publishers from now on. */
  public void admit() {
    admitting = true;
  }

  /**
   * Pauses all publishers and rejects new ones until {@link #diskHasRoom()}.
   *
   * @param sentence the reason that rejected publishers are sent
   */
  public void diskIsFull(String sentence) {
    diskFull = sentence;
    living.forEach(connection -> connection.session.holdForDisk(true));
  }

  /** Resumes all publishers and accepts new ones. */
  public void diskHasRoom() {
    diskFull = null;
    living.forEach(connection -> connection.session.holdForDisk(false));
  }

  @Override
  public Optional<SourceListener> accept(Source source, EventLoop loop, @Nullable StreamId stream) {
    return accept(source, loop, stream, environment.demuxers());
  }

  /** Accepts a source that has its own demuxer. */
  public Optional<SourceListener> accept(
      Source source, EventLoop loop, @Nullable StreamId stream, DemuxerFactory demuxers) {
    if (!admitting) {
      turnAway(source, new SourceEnd(EndReason.NOT_READY, "this node accepts no publishers now"));
      return Optional.empty();
    }
    String full = diskFull;
    if (full != null) {
      turnAway(source, new SourceEnd(EndReason.NOT_READY, full));
      return Optional.empty();
    }
    Optional<String> tooOften =
        source
            .remoteAddress()
            .flatMap(address -> rate.refusal(Optional.of(address), System.nanoTime()));
    if (tooOften.isPresent()) {
      turnAway(source, new SourceEnd(EndReason.TOO_MANY_ATTEMPTS, tooOften.get()));
      return Optional.empty();
    }
    if (publishers.get() >= bounds.publishers()) {
      turnAway(source, full());
      return Optional.empty();
    }
    String address = source.remoteAddress().orElse(null);
    if (address != null && !addresses.enter(address)) {
      turnAway(
          source,
          new SourceEnd(
              EndReason.TOO_MANY_FROM_ADDRESS,
              "more than "
                  + bounds.perAddress()
                  + " connections at a time from "
                  + address
                  + " (framelog.ingest.connections-per-address)"));
      return Optional.empty();
    }
    Connection connection = new Connection(source, loop, stream, address, demuxers);
    living.add(connection);
    if (!admitting) {
      connection.session.requestEnd(SourceEnd.of(EndReason.SHUTDOWN));
    }
    if (diskFull != null) {
      connection.session.holdForDisk(true);
    }
    return Optional.of(connection.session);
  }

  private SourceEnd full() {
    return new SourceEnd(
        EndReason.TOO_MANY_CONNECTIONS,
        "this node serves at most " + bounds.publishers() + " publishers");
  }

  /** One connection, without a header at first. Its methods run on its event loop. */
  private final class Connection {
    private final @Nullable String address;
    private final PublisherSession session;
    private boolean publishing;

    /** A device of this node ({@code address} null) counts as a publisher at once. */
    Connection(
        Source source,
        EventLoop loop,
        @Nullable StreamId stream,
        @Nullable String address,
        DemuxerFactory demuxers) {
      this.address = address;
      session =
          new PublisherSession(environment, source, loop, this::headerComplete, stream, demuxers);
      if (address == null) {
        publishing = true;
        publishers.incrementAndGet();
      } else {
        headerless.add(address, this).ifPresent(Connection::replaced);
      }
      FatalErrors.watch(session.ended().thenRun(this::ended));
    }

    private Optional<SourceEnd> headerComplete() {
      if (publishing) {
        return Optional.empty();
      }
      if (!headerless.remove(this)) {
        return Optional.of(noHeader());
      }
      if (publishers.incrementAndGet() > bounds.publishers()) {
        publishers.decrementAndGet();
        return Optional.of(full());
      }
      publishing = true;
      return Optional.empty();
    }

    /** Called on the event loop of the connection that replaces this one. */
    private void replaced() {
      session.requestEnd(noHeader());
    }

    private SourceEnd noHeader() {
      return new SourceEnd(
          EndReason.NO_HEADER,
          "no complete container header yet, and more than "
              + bounds.headerless()
              + " connections wait without one (framelog.ingest.headerless-connections)");
    }

    private void ended() {
      living.remove(this);
      if (address != null) {
        addresses.leave(address);
      }
      if (publishing) {
        publishers.decrementAndGet();
      } else {
        headerless.remove(this);
      }
    }
  }

  /** Connections now, with and without a header. */
  public int connected() {
    return living.size();
  }

  /** Connections now that have not sent a complete container header. */
  public int headerless() {
    return headerless.size();
  }

  /** Recently refused publishers, the newest last. */
  public List<RefusedPublisher> refusals() {
    return environment.rejections().recent();
  }

  /** Ends one session, if this node holds it. */
  public void end(String stream, long session, SourceEnd end) {
    living.forEach(each -> each.session.requestEnd(stream, session, end));
  }

  /**
   * Rejects publishers from now on and ends every session.
   *
   * @return completes when all have ended; the end of each session is bounded in time
   */
  public CompletionStage<Void> drain(SourceEnd end) {
    admitting = false;
    CompletableFuture<?>[] ends =
        living.stream()
            .map(connection -> connection.session)
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
