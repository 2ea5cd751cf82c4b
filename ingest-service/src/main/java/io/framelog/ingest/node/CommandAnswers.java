package io.framelog.ingest.node;

import io.framelog.controlplane.CommandAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Answers to the newest commands to this node, repeated in its heartbeats long enough to be
 * received. At most {@link #KEPT}. Thread-safe.
 */
@ApplicationScoped
public class CommandAnswers {
  private static final int KEPT = 32;
  private static final Duration TOLD_FOR = Duration.ofSeconds(15);

  private record Told(CommandAnswer answer, Instant until) {}

  private final Deque<Told> newest = new ArrayDeque<>();
  private final InstantSource clock = InstantSource.system();

  synchronized void add(CommandAnswer answer) {
    if (newest.size() == KEPT) {
      newest.removeFirst();
    }
    newest.addLast(new Told(answer, clock.instant().plus(TOLD_FOR)));
  }

  /** The answers that the next heartbeat contains. */
  synchronized List<CommandAnswer> all() {
    Instant now = clock.instant();
    newest.removeIf(told -> told.until().isBefore(now));
    return newest.stream().map(Told::answer).toList();
  }
}
