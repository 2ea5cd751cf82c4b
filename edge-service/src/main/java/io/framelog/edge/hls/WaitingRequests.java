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
 * Requests of one stream that wait for media that is not in the log yet.
 *
 * <pre>
 *   add ── response is ready ─────────────────────▶ answered
 *    ├─ edge full: 503, counted                        ▲
 *    └─▶ [ waiting ] ── records, a chunk read back ────┤
 *             └──────── longest wait: 503 ─────────────┘
 * </pre>
 *
 * Confined to the stream's loop; the limit is the edge's.
 */
final class WaitingRequests {
  /** The number of requests that may wait on an edge. Any thread. */
  static final class Limit {
    private final int most;
    private final Runnable refused;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param refused called for each request refused because of the limit
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

  /** An attempt returns null while there is no response yet. */
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
   * @param longest after which a request is refused
   */
  WaitingRequests(Limit limit, Duration longest) {
    this.limit = limit;
    this.longest = longest;
  }

  /**
   * Responds once, now or later.
   *
   * @param missed the reason to state if it has waited for too long
   */
  void add(Supplier<@Nullable HlsResponse> attempt, Consumer<HlsResponse> answer, String missed) {
    HlsResponse found = attempt.get();
    if (found != null) {
      answer.accept(found);
    } else if (refusal != null) {
      answer.accept(HlsResponse.unavailable(refusal));
    } else if (!limit.take()) {
      answer.accept(HlsResponse.unavailable("Too many requests are waiting on this edge."));
    } else {
      long until = System.nanoTime() + longest.toNanos();
      requests.add(new Waiting(attempt, answer, until, missed));
    }
  }

  /** The log has changed: responds to the requests that can be answered now. */
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

  /** Refuses requests that have waited for too long. */
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

  /** Refuses all waiting and further requests. */
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
