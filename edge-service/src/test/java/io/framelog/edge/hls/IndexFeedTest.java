package io.framelog.edge.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.controlplane.StreamState;
import io.framelog.edge.channel.Channels;
import io.framelog.edge.channel.ChunkBudget;
import io.framelog.edge.channel.ControlView;
import io.framelog.edge.channel.DeliveryLoops;
import io.framelog.edge.channel.FakeLog;
import io.framelog.edge.channel.NoMetrics;
import io.framelog.edge.frame.ReadBackMemory;
import io.framelog.edge.message.MessageFrames;
import io.framelog.log.LogException;
import io.framelog.log.LogId;
import io.framelog.log.LoggedRecord;
import io.framelog.log.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IndexFeedTest {
  private static final int PIECE_BYTES = 1 << 20;

  /** Records the delays; the test runs the tasks. */
  private static final class Delays extends ScheduledThreadPoolExecutor {
    final List<Long> millis = new ArrayList<>();
    private final List<Runnable> tasks = new ArrayList<>();

    Delays() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      millis.add(unit.toMillis(delay));
      tasks.add(task);
      return super.schedule(() -> {}, 0, unit);
    }

    void pass() {
      List<Runnable> due = List.copyOf(tasks);
      tasks.clear();
      due.forEach(Runnable::run);
    }
  }

  private static final class Sink implements IndexFeed.Sink {
    int begun;

    @Override
    public void begin(LogId log, boolean atHeader) {
      begun++;
    }

    @Override
    public void accept(LoggedRecord record) {}

    @Override
    public void flush() {}
  }

  private boolean reachable;
  private final PendingReads reads =
      new PendingReads(List.of()) {
        @Override
        public CompletionStage<Start> findLive(StreamId stream) {
          return reachable
              ? CompletableFuture.completedFuture(new Start(Records.LOG, 0, 0))
              : CompletableFuture.failedFuture(new LogException("Kafka is not available"));
        }
      };
  private final ControlView control =
      new ControlView() {
        @Override
        public @Nullable StreamState find(String stream) {
          return null;
        }

        @Override
        public boolean isCaughtUp() {
          return true;
        }

        @Override
        public boolean isCurrent() {
          return true;
        }

        @Override
        public boolean isGone(String node) {
          return false;
        }
      };
  private final Delays timer = new Delays();
  private final ScheduledExecutorService timerOfChannels =
      Executors.newSingleThreadScheduledExecutor();
  private final Channels channels =
      new Channels(
          new FakeLog(),
          new Channels.Settings(
              1 << 20,
              new ChunkBudget(1 << 20),
              1 << 20,
              Duration.ZERO,
              Duration.ZERO,
              Duration.ZERO,
              1 << 18),
          new DeliveryLoops(Duration.ZERO, loop -> {}),
          new MessageFrames(),
          new NoMetrics(),
          timerOfChannels,
          control);
  private final ReadBackMemory memory = new ReadBackMemory(PIECE_BYTES);
  private final Sink sink = new Sink();
  private final IndexFeed feed =
      new IndexFeed(
          channels.lease(FakeLog.STREAM).channel(),
          new IndexFeed.Environment(reads, timer, memory, 1 << 20, () -> {}),
          Runnable::run,
          Duration.ofSeconds(60),
          sink);

  @AfterEach
  void close() {
    feed.close();
    channels.close();
    timer.shutdownNow();
    timerOfChannels.shutdownNow();
  }

  private void passDelays(int count) {
    for (int i = 0; i < count; i++) {
      timer.pass();
    }
  }

  @Test
  void aLogThatCannotBeReadIsTriedAgainWithDelaysThatIncreaseUpToASecond() {
    feed.start();
    passDelays(4);

    assertThat(timer.millis).hasSize(5);
    assertThat(timer.millis.get(0)).isBetween(125L, 250L);
    assertThat(timer.millis.get(1)).isBetween(250L, 500L);
    assertThat(timer.millis.subList(2, 5)).allMatch(delay -> delay >= 500 && delay <= 1000);
  }

  @Test
  void theFirstDelayIsShortAgainAfterASuccess() {
    feed.start();
    passDelays(4);
    reachable = true;
    timer.pass();
    assertThat(sink.begun).isEqualTo(1);

    reads.failAll(new LogException("Kafka is not available"));

    assertThat(timer.millis.get(5)).isBetween(125L, 250L);
  }

  @Test
  void theWaitForMemoryDoesNotBecomeLonger() {
    reachable = true;
    memory.reserve(1);
    feed.start();

    passDelays(4);

    assertThat(timer.millis).hasSize(5).containsOnly(250L);
    assertThat(reads.asked()).isZero();
    memory.giveBack(1);
    timer.pass();
    assertThat(reads.asked()).isEqualTo(1);
  }

  @Test
  void aPieceThatCannotBeReadIsReadAgainFromTheSameLookup() {
    reachable = true;
    feed.start();

    reads.failAll(new LogException("Kafka is not available"));
    timer.pass();

    assertThat(memory.used()).isEqualTo(PIECE_BYTES);
    assertThat(sink.begun).isEqualTo(1);
    assertThat(reads.asked()).isEqualTo(2);
    reads.answerAll();
    assertThat(memory.used()).isZero();
    assertThat(feed.isLive()).isTrue();
  }

  @Test
  void aPositionThatIsGoneIsLocatedAnew() {
    reachable = true;
    feed.start();

    reads.failAll(new LogException.PositionGone("offset 0 is not in the log"));
    timer.pass();

    assertThat(sink.begun).isEqualTo(2);
  }

  @Test
  void aClosedFeedReadsNoMore() {
    feed.start();

    feed.close();
    reachable = true;
    timer.pass();

    assertThat(sink.begun).isZero();
    assertThat(reads.asked()).isZero();
  }

  @Test
  void aClosedFeedIsNotReopenedByAnotherLog() {
    reachable = true;
    feed.start();
    reads.answerAll();

    feed.close();
    feed.logIs("log-2");

    assertThat(sink.begun).isEqualTo(1);
  }
}
