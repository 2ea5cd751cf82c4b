package io.framelog.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.controlplane.StreamState;
import io.framelog.edge.channel.Channels;
import io.framelog.edge.channel.ChunkBudget;
import io.framelog.edge.channel.ControlView;
import io.framelog.edge.channel.DeliveryLoops;
import io.framelog.edge.channel.FakeLog;
import io.framelog.edge.channel.NoMetrics;
import io.framelog.edge.connection.NotingSocket;
import io.framelog.edge.frame.ReadBackMemory;
import io.framelog.edge.message.MessageFrames;
import io.framelog.log.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamPlayerTest {
  private static final Duration LEAD = Duration.ofSeconds(5);
  private static final int PARTS_A_SECOND = 25;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final NoMetrics metrics = new NoMetrics();
  private final FakeLog log = new FakeLog();
  private final ControlView control =
      new ControlView() {
        @Override
        public StreamState find(String stream) {
          Instant now = Instant.now();
          return new StreamState(
              "cam1",
              StreamState.Status.LIVE,
              0,
              "n",
              "tcp",
              log.id().value(),
              now,
              now,
              null,
              List.of(),
              List.of(),
              true,
              null,
              null,
              null);
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
  private final Channels channels =
      new Channels(
          log,
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
          metrics,
          timer,
          control);
  private final NotingSocket socket = new NotingSocket();
  private final Thread testThread = Thread.currentThread();
  private @Nullable StreamPlayer player;

  @AfterEach
  void close() {
    if (player != null) {
      player.close();
    }
    channels.close();
    timer.shutdownNow();
  }

  private void logOfOneMinute(Instant written) {
    log.at(written.toEpochMilli()).claim();
    for (int second = 0; second < 60; second++) {
      log.chunk(PARTS_A_SECOND);
    }
  }

  private long partsGivenAtOnceFrom(long offset) {
    Viewer viewer = new Viewer(socket, new Viewer.Settings(FakeLog.STREAM, true, 1 << 20), metrics);
    StreamPlayer created =
        new StreamPlayer(
            new StreamPlayer.Environment(
                log, new PlaybackClock(timer), LEAD, metrics, new ReadBackMemory(1 << 24)),
            channels.lease(FakeLog.STREAM).channel(),
            viewer,
            this::onThisThread);
    player = created;
    created.play(new StartPoint.Resume(new Position(log.id(), offset)));
    return socket.story.stream().filter(word -> word.matches("c\\d+p\\d+")).count();
  }

  /** Runs a task, unless it is a later wake-up of the playback clock. */
  private void onThisThread(Runnable task) {
    if (Thread.currentThread() == testThread) {
      task.run();
    }
  }

  @Test
  void aViewerWhoseConnectionJustBrokeGetsEverythingAtOnce() {
    logOfOneMinute(Instant.now());

    assertThat(partsGivenAtOnceFrom(1)).isEqualTo(60 * PARTS_A_SECOND);
  }

  @Test
  void aViewerThatResumesFarBackGetsOnlyTheLeadAtOnce() {
    logOfOneMinute(Instant.now().minus(Duration.ofHours(1)));

    assertThat(partsGivenAtOnceFrom(1))
        .isBetween(LEAD.toSeconds() * PARTS_A_SECOND, LEAD.toSeconds() * PARTS_A_SECOND + 30);
  }
}
