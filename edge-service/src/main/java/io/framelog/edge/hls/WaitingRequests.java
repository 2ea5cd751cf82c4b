package io.framelog.edge.hls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests of one stream that wait for what the log does not have yet.
 *
 * <pre>
 *   add ── answer is there ───────────────────────▶ answered
 *    ├─ edge full: 503, counted                        ▲
 *    └─▶ [ waiting ] ── records, a chunk read back ────┤
 *             └──────── longest wait: 503 ─────────────┘
 * </pre>
 *
 * Confined to the stream's loop; the limit is the edge's.
 */
final class WaitingRequests {
  /** How many requests may wait on an edge; any thread. */
  static final class Limit {
    private final int most;
    private final Runnable refused;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param refused called for each request that finds it reached
     */
    Limit(int most, Runnable refused) {
      this.most = most;
      this.refused = refused;
    }

    private boolean take() {
      if (waiting.incrementAndGet() <= most) {
        return true;
      }
      waiting.decrementAndGet();
      refused.run();
      return false;
    }

    private void giveBack() {
      waiting.decrementAndGet();
    }

    int waiting() {
      return waiting.get();
    }
  }

  /** An attempt gives null where there is nothing to answer yet. */
  private record Waiting(
      Supplier<@Nullable HlsResponse> attempt,
      Consumer<HlsResponse> answer,
      long until,
      String missed) {}

  private final Limit limit;
  private final Duration longest;
  private List<Waiting> requests = new ArrayList<>();
  private @Nullable String refusal;

  /**
   * @param longest after which a request is given up
   */
  WaitingRequests(Limit limit, Duration longest) {
    this.limit = limit;
    this.longest = longest;
  }

  /**
   * Answers now or later, once.
   *
   * @param missed what to say when it has waited for too long
   */
  void add(Supplier<@Nullable HlsResponse> attempt, Consumer<HlsResponse> answer, String missed) {
    HlsResponse found = attempt.get();
    if (found != null) {
      answer.accept(found);
    } else if (refusal != null) {
      answer.accept(HlsResponse.unavailable(refusal));
    } else if (!limit.take()) {
      answer.accept(HlsResponse.unavailable("Too many requests wait on this edge."));
    } else {
      long until = System.nanoTime() + longest.toNanos();
      requests.add(new Waiting(attempt, answer, until, missed));
    }
  }

  /** There is news: answers those it was for. */
  void tryAll() {
    List<Waiting> before = requests;
    requests = new ArrayList<>();
    for (Waiting request : before) {
      HlsResponse found = request.attempt.get();
      if (found == null) {
        requests.add(request);
      } else {
        answer(request, found);
      }
    }
  }

  /** Those that have waited for too long are answered so. */
  void giveUp(long nowNanos) {
    Iterator<Waiting> each = requests.iterator();
    while (each.hasNext()) {
      Waiting request = each.next();
      if (nowNanos - request.until > 0) {
        each.remove();
        answer(request, HlsResponse.unavailable(request.missed));
      }
    }
  }

  /** Nobody waits from here on. */
  void refuseAll(String why) {
    refusal = why;
    List<Waiting> before = requests;
    requests = new ArrayList<>();
    before.forEach(request -> answer(request, HlsResponse.unavailable(why)));
  }

  private void answer(Waiting request, HlsResponse found) {
    limit.giveBack();
    request.answer.accept(found);
  }
}
