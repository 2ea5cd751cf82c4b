package io.framelog.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.edge.connection.ConnectedViewers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DrainScheduleTest {
  private static final Duration AN_HOUR = Duration.ofHours(1);

  private final ConnectedViewers viewers = new ConnectedViewers();
  private final List<String> story = new CopyOnWriteArrayList<>();

  /** Records the calls; disconnects when asked to move, if it is obedient. */
  private final class Noted implements ConnectedViewers.Connected {
    private final String name;
    private final boolean obedient;
    long movedAt;

    Noted(String name, boolean obedient) {
      this.name = name;
      this.obedient = obedient;
      assertThat(viewers.add(this)).isTrue();
    }

    @Override
    public void move(Duration grace) {
      movedAt = System.nanoTime();
      story.add("move " + name);
      if (obedient) {
        viewers.remove(this);
      }
    }

    @Override
    public void leave() {
      story.add("leave " + name);
      viewers.remove(this);
    }
  }

  /** A viewer that connects too late. */
  private static final class Never implements ConnectedViewers.Connected {
    @Override
    public void move(Duration grace) {
      throw new AssertionError("was never taken in");
    }

    @Override
    public void leave() {
      throw new AssertionError("was never taken in");
    }
  }

  @Test
  void endsAtOnceWithoutViewers() throws Exception {
    new DrainSchedule(AN_HOUR, AN_HOUR).run(viewers);

    assertThat(viewers.isLeaving()).isTrue();
  }

  @Test
  void refusesNewViewersOnceItHasBegun() throws Exception {
    new DrainSchedule(Duration.ZERO, Duration.ZERO).run(viewers);

    assertThat(viewers.add(new Never())).isFalse();
    assertThat(viewers.size()).isZero();
  }

  @Test
  void movesViewersInTheOrderOfConnectionAndEndsWhenTheLastHasDisconnected() throws Exception {
    new Noted("a", true);
    new Noted("b", true);
    new Noted("c", true);

    new DrainSchedule(AN_HOUR, AN_HOUR).run(viewers);

    assertThat(story).containsExactly("move a", "move b", "move c");
  }

  @Test
  void spreadsTheMovesEvenlyOverTheDuration() throws Exception {
    // given
    List<Noted> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      all.add(new Noted("v" + i, true));
    }

    // when
    Duration duration = Duration.ofMillis(400);
    new DrainSchedule(duration, AN_HOUR).run(viewers);

    // then none was moved before its time
    long first = all.get(0).movedAt;
    for (int i = 1; i < all.size(); i++) {
      assertThat(all.get(i).movedAt - first)
          .as("viewer %d", i)
          .isGreaterThan(duration.toNanos() * (i - 1) / all.size());
    }
  }

  @Test
  void closesViewersThatStayLongerThanTheGraceTime() throws Exception {
    new Noted("a", false);
    new Noted("b", true);
    new Noted("c", false);

    new DrainSchedule(Duration.ZERO, Duration.ofMillis(50)).run(viewers);

    assertThat(story)
        .containsSubsequence("move a", "move b", "move c", "leave a")
        .containsSubsequence("leave a", "leave c");
    assertThat(viewers.size()).isZero();
  }

  @Test
  void aViewerThatDisconnectsEndsTheWait() throws Exception {
    // given a viewer that was asked to move and still reads
    Noted slow = new Noted("a", false);
    CompletableFuture<Void> drain =
        CompletableFuture.runAsync(
            () -> {
              try {
                new DrainSchedule(Duration.ZERO, AN_HOUR).run(viewers);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });

    // when it closes its connection
    viewers.remove(slow);

    // then the drain does not wait for the rest of the hour
    drain.get(20, TimeUnit.SECONDS);
    assertThat(story).doesNotContain("leave a");
  }
}
