package io.framelog.control.registry;

import io.framelog.control.events.StreamEvent;
import io.framelog.control.events.StreamEvents;
import io.framelog.log.LogEnd;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Removes streams that have not been published for idle-removal. A deletion cannot be undone, so
 * each step requires proof:
 *
 * <pre>
 * no owner for idle-removal, heartbeats arrive here
 *   └─▶ Kafka: no record for idle-removal, the log id of the state
 *         └─▶ notice: log line, event "removing"; the log's end is noted
 *               └─ removal-notice later, still idle ─▶ Kafka: the same log, the same end
 *                                                         └─▶ deleted by its topic's id
 * </pre>
 *
 * Otherwise the log is kept, and the stream's idle time starts again. One look does one step of one
 * stream, so removals are at most as frequent as looks. Several control APIs may do this at the
 * same time: a stream that one has removed no longer exists for the others.
 */
@ApplicationScoped
public class StreamReaper {
  private static final Logger LOG = Logger.getLogger(StreamReaper.class);

  /**
   * An announced removal.
   *
   * @param end the log's end at that time; absent when Kafka had no log
   */
  private record Notice(@Nullable LogEnd end, Instant at) {}

  private final StreamRegistry registry;
  private final StreamRemoval removal;
  private final ControlMember member;
  private final ControlLog log;
  private final StreamEvents events;
  private final ControlSettings settings;
  private final ControlClock clock;
  private final AtomicBoolean looking = new AtomicBoolean();

  /** By stream, in the order of announcement. Used by one look at a time. */
  private final Map<String, Notice> notices = new LinkedHashMap<>();

  /** Streams whose logs were used until later than the control topics show, with that time. */
  private final Map<String, Instant> usedUntil = new HashMap<>();

  private Instant lastRemoval = Instant.MIN;

  StreamReaper(
      StreamRegistry registry,
      StreamRemoval removal,
      ControlMember member,
      ControlLog log,
      StreamEvents events,
      ControlSettings settings,
      ControlClock clock) {
    this.registry = registry;
    this.removal = removal;
    this.member = member;
    this.log = log;
    this.events = events;
    this.settings = settings;
    this.clock = clock;
  }

  /** Removes or announces at most one stream each. Does nothing during another look. */
  Uni<Void> look() {
    if (!looking.compareAndSet(false, true)) {
      return Uni.createFrom().voidItem();
    }
    return Uni.createFrom().deferred(this::step).eventually(() -> looking.set(false));
  }

  private Uni<Void> step() {
    if (!member.isCaughtUp() || !registry.hearsNodes()) {
      notices.clear();
      return Uni.createFrom().voidItem();
    }
    Map<String, StreamView> idle = idle(registry.all());
    notices.keySet().retainAll(idle.keySet());
    return removeOne(idle).chain(() -> announceOne(idle));
  }

  /** The streams that may be removed, the longest idle one first. */
  private Map<String, StreamView> idle(List<StreamView> all) {
    usedUntil.keySet().retainAll(all.stream().map(StreamView::id).collect(Collectors.toSet()));
    Map<String, StreamView> idle = new LinkedHashMap<>();
    all.stream()
        .map(stream -> Map.entry(stream, idleSince(stream)))
        .filter(each -> isIdle(each.getValue()))
        .sorted(Map.Entry.comparingByValue())
        .forEach(each -> idle.put(each.getKey().id(), each.getKey()));
    return idle;
  }

  /** When the stream became idle; {@link Instant#MAX} while it has an owner. */
  private Instant idleSince(StreamView stream) {
    Instant owned = registry.ownerlessSince(stream.id()).orElse(Instant.MAX);
    Instant used = usedUntil.getOrDefault(stream.id(), Instant.MIN);
    return owned.isAfter(used) ? owned : used;
  }

  private boolean isIdle(Instant since) {
    return !since.isAfter(clock.instant().minus(settings.idleRemoval()));
  }

  private Uni<Void> removeOne(Map<String, StreamView> idle) {
    Instant now = clock.instant();
    Optional<Map.Entry<String, Notice>> due =
        notices.entrySet().stream()
            .filter(each -> !each.getValue().at().plus(settings.removalNotice()).isAfter(now))
            .findFirst();
    if (due.isEmpty() || now.isBefore(lastRemoval.plus(settings.removalPause()))) {
      return Uni.createFrom().voidItem();
    }
    String id = due.get().getKey();
    LogEnd decided = due.get().getValue().end();
    // It is not announced again in the same look, whether or not it is removed.
    StreamView stream = Objects.requireNonNull(idle.remove(id), id);
    notices.remove(id);
    lastRemoval = now;
    return removal
        .removeUnchanged(stream, decided)
        .invoke(
            removed -> {
              if (!removed) {
                usedUntil.put(id, now);
                LOG.infof("idle stream is kept, its log is in use again stream=%s", id);
              }
            })
        .replaceWithVoid();
  }

  private Uni<Void> announceOne(Map<String, StreamView> idle) {
    Optional<StreamView> next =
        idle.values().stream().filter(each -> !notices.containsKey(each.id())).findFirst();
    return next.map(
            stream ->
                log.end(stream.id())
                    .invoke(
                        end ->
                            end.ifPresentOrElse(
                                found -> consider(stream, found), () -> announce(stream, null)))
                    .replaceWithVoid())
        .orElseGet(() -> Uni.createFrom().voidItem());
  }

  private void consider(StreamView stream, LogEnd end) {
    Instant newest = end.newestAt();
    if (!end.logId().value().equals(stream.logId())) {
      // A log without a state yet, or a mirror's copy, which must not be removed here.
      usedUntil.put(stream.id(), clock.instant());
    } else if (newest != null && !isIdle(newest)) {
      usedUntil.put(stream.id(), newest);
    } else {
      announce(stream, end);
    }
  }

  private void announce(StreamView stream, @Nullable LogEnd end) {
    Instant now = clock.instant();
    Duration notice = settings.removalNotice();
    notices.put(stream.id(), new Notice(end, now));
    LOG.infof(
        "idle stream is removed in %d s unless it is published stream=%s logId=%s idleSince=%s",
        notice.toSeconds(), stream.id(), stream.logId(), idleSince(stream));
    events.publish(StreamEvent.removing(stream, now.plus(notice)));
  }
}
