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
 * What became of the newest commands to this node, told with its heartbeats for long enough to be
 * heard. At most {@link #KEPT}. Thread-safe.
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

  /** Those that are still to be told. */
  synchronized List<CommandAnswer> all() {
    Instant now = clock.instant();
    newest.removeIf(told -> told.until().isBefore(now));
    return newest.stream().map(Told::answer).toList();
  }
}
