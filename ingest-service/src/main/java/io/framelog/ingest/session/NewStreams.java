package io.framelog.ingest.session;

import io.framelog.ingest.IngestSettings.StreamBounds;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.log.StreamId;
import io.framelog.process.FatalErrors;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the streams that get a log: their number in the cluster, and the rate of new ones. A
 * stream that already has a log passes without being counted.
 *
 * <pre>
 *   admit ─▶ known? ── yes ──────────────────────────────▶ passes
 *              │ no
 *              ▼
 *            list the streams, one request for all callers ─▶ listed? ── yes ──▶ passes
 *                                                                │ no, it is new
 *                                                                ▼
 *                                        too many in the cluster? too many new ones? ─▶ refused
 * </pre>
 *
 * While Kafka does not list the streams, an unknown one counts as new, and only the rates bound it.
 * Nodes that admit new streams at the same time may exceed the cluster's bound by the streams they
 * admit between two listings. Thread-safe; nothing here blocks.
 */
public final class NewStreams {
  private static final Logger LOG = Logger.getLogger(NewStreams.class);

  /** How long a listing is valid for streams that it does not contain. */
  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

  /** How long an admitted stream counts without being listed. */
  private static final long CREATING_NANOS = Duration.ofMinutes(1).toNanos();

  private final StreamBounds bounds;
  private final Supplier<CompletionStage<Set<StreamId>>> listing;
  private final LongSupplier nanoTime;
  private final AddressRate rate;

  private Set<StreamId> listed = Set.of();
  private @Nullable Long listedAt;
  private @Nullable CompletableFuture<Void> underWay;

  /** The last listing failed, and the failure was logged. */
  private boolean unlisted;

  /** Streams that were admitted and not listed yet, each with the time. */
  private final Map<StreamId, Long> admitted = new HashMap<>();

  /**
   * @param listing every stream of the cluster that has a log
   * @param nanoTime {@link System#nanoTime()}
   */
  public NewStreams(
      StreamBounds bounds,
      Supplier<CompletionStage<Set<StreamId>>> listing,
      LongSupplier nanoTime) {
    this.bounds = bounds;
    this.listing = listing;
    this.nanoTime = nanoTime;
    this.rate =
        new AddressRate(
            AddressRate.Unit.NEW_STREAMS_A_MINUTE,
            bounds.newPerAddress(),
            bounds.newPerNode(),
            nanoTime.getAsLong());
  }

  /**
   * Checks a stream that is about to be claimed.
   *
   * @param address {@link io.framelog.ingest.source.Source#remoteAddress()} of its publisher
   * @return why it may not be created, empty when it may; completes on any thread and never fails
   */
  CompletionStage<Optional<SourceEnd>> admit(StreamId stream, Optional<String> address) {
    if (!bounds.any() || isKnown(stream)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return freshListing().thenApply(done -> decide(stream, address));
  }

  private synchronized boolean isKnown(StreamId stream) {
    return listed.contains(stream);
  }

  private CompletionStage<Void> freshListing() {
    CompletableFuture<Void> started;
    synchronized (this) {
      if (underWay != null) {
        return underWay;
      }
      if (listedAt != null && nanoTime.getAsLong() - listedAt < FRESH_NANOS) {
        return CompletableFuture.completedFuture(null);
      }
      started = new CompletableFuture<>();
      underWay = started;
    }
    FatalErrors.watch(
        listing
            .get()
            .whenComplete(
                (streams, failure) -> {
                  take(streams, failure);
                  started.complete(null);
                }));
    return started;
  }

  private synchronized void take(@Nullable Set<StreamId> streams, @Nullable Throwable failure) {
    underWay = null;
    long now = nanoTime.getAsLong();
    if (streams == null) {
      if (!unlisted) {
        LOG.warnf("streams are not listed, their number is not bounded meanwhile: %s", failure);
      }
      unlisted = true;
    } else {
      unlisted = false;
      listed = streams;
      listedAt = now;
    }
    admitted
        .entrySet()
        .removeIf(each -> isKnown(each.getKey()) || now - each.getValue() > CREATING_NANOS);
  }

  private synchronized Optional<SourceEnd> decide(StreamId stream, Optional<String> address) {
    if (isKnown(stream) || admitted.containsKey(stream)) {
      return Optional.empty();
    }
    if (bounds.most() > 0 && listed.size() + admitted.size() >= bounds.most()) {
      return Optional.of(
          new SourceEnd(
              EndReason.TOO_MANY_STREAMS,
              "the cluster has "
                  + bounds.most()
                  + " streams, as many as framelog.ingest.limits.streams allows: no new one is"
                  + " created"));
    }
    long now = nanoTime.getAsLong();
    Optional<String> tooFast = rate.refusal(address, now);
    if (tooFast.isEmpty()) {
      admitted.put(stream, now);
    }
    return tooFast.map(
        why ->
            new SourceEnd(
                EndReason.TOO_MANY_NEW_STREAMS, why + ", try again in a minute: " + stream));
  }
}
