package io.framelog.edge.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framelog.controlplane.ChunkLimit;
import io.framelog.controlplane.StreamSettings;
import io.framelog.controlplane.StreamState;
import io.framelog.edge.frame.SharedFrame;
import io.framelog.edge.message.MessageFrames;
import io.framelog.log.LogException;
import io.framelog.log.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelsTest {
  private static final Executor SAME_THREAD = Runnable::run;

  private final FakeLog log = new FakeLog();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private @Nullable StreamState known = state(StreamState.Status.LIVE);
  private @Nullable ChunkLimit chunkLimit;
  private long chunkCache = 1_000_000;
  private ChunkBudget chunks = new ChunkBudget(1_000_000);
  private @Nullable Channels open;
  private Duration dropGrace = Duration.ofHours(1);
  private Duration silence = Duration.ZERO;
  private long burst = 1_000_000;
  private boolean nodeGone;
  private boolean caughtUp = true;
  private final ControlView control =
      new ControlView() {
        @Override
        public @Nullable StreamState find(String stream) {
          return known;
        }

        @Override
        public boolean isCaughtUp() {
          return caughtUp;
        }

        @Override
        public boolean isCurrent() {
          return true;
        }

        @Override
        public boolean isGone(String node) {
          return nodeGone;
        }
      };

  private Channels channels() {
    Channels channels = open;
    if (channels == null) {
      channels =
          new Channels(
              log,
              new Channels.Settings(
                  chunkCache, chunks, 1_000, Duration.ZERO, dropGrace, silence, burst),
              new DeliveryLoops(Duration.ZERO, loop -> {}),
              new MessageFrames(),
              new NoMetrics(),
              timer,
              control);
      open = channels;
    }
    return channels;
  }

  private StreamState state(StreamState.Status status) {
    return state(status, 0);
  }

  private StreamState state(StreamState.Status status, long session) {
    Instant now = Instant.now();
    return new StreamState(
        "cam1",
        status,
        session,
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
        chunkLimit,
        null);
  }

  private NotedViewer join() {
    NotedViewer viewer = new NotedViewer();
    channels().lease(FakeLog.STREAM).channel().join(viewer, SAME_THREAD);
    return viewer;
  }

  /** A viewer of a stream whose only chunk so far has this many parts. */
  private NotedViewer viewerOfChunk(int parts) {
    log.claim().chunk(parts);
    return join();
  }

  @AfterEach
  void close() {
    channels().close();
    timer.shutdownNow();
  }

  @Test
  void aMillionNamesThatDoNotExistOpenNoChannel() {
    // given an edge without streams, after requests for some
    known = null;
    askForNames(0, 10_000);
    long before = usedMemory();

    // when a million more are requested
    askForNames(10_000, 1_010_000);

    // then no channel is open, there was no lookup, and memory shows no entry per name
    assertThat(channels().size()).isZero();
    assertThat(log.lookups).isZero();
    assertThat(usedMemory() - before).isLessThan(30_000_000);
  }

  private void askForNames(int from, int to) {
    for (int i = from; i < to; i++) {
      channels().lease(new StreamId("nobody-" + i)).close();
    }
  }

  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void theSecondViewerGetsTheChunkFromMemory() {
    log.claim().chunk(3).chunk(2);
    NotedViewer first = join();
    log.parts(1);

    NotedViewer second = join();
    log.parts(1);

    assertThat(first.story)
        .containsExactly("joining", "chunk 1", "part 6", "part 7", "part 8", "part 9");
    assertThat(second.story).isEqualTo(first.story);
    assertThat(second.frames).isEqualTo(first.frames);
    assertThat(log.lookups).isEqualTo(1);
    assertThat(log.follows).isEqualTo(1);
  }

  @Test
  void everyFrameIsReleasedWhenTheChannelCloses() {
    log.claim().chunk(3).chunk(2);
    NotedViewer viewer = join();
    log.parts(1).end().claim().chunk(2);
    assertThat(viewer.frames).hasSize(7);

    channels().close();

    assertThat(viewer.frames).extracting(SharedFrame::references).containsOnly(0);
  }

  @Test
  void aChunkLongerThanTheBoundIsDeliveredButNotKept() {
    chunkCache = 2_000;
    log.claim();
    NotedViewer first = join();
    log.chunk(300);
    assertThat(first.story).contains("chunk 0", "part 301");

    NotedViewer late = join();
    log.parts(1).chunk(1);

    assertThat(late.story)
        .containsExactly("joining", "gap long-chunk", "part 302", "chunk 1", "part 304");
  }

  @Test
  void aChunkThatExceedsTheBudgetOfAllStreamsIsDeliveredButNotKept() {
    chunks = new ChunkBudget(2_000);
    chunks.take(1_000);
    log.claim();
    NotedViewer first = join();
    log.chunk(300);
    assertThat(first.story).contains("chunk 0", "part 301");
    assertThat(chunks.overflows()).isEqualTo(1);
    assertThat(chunks.used()).isEqualTo(1_000);

    NotedViewer late = join();
    log.parts(1).chunk(1);

    assertThat(late.story)
        .containsExactly("joining", "gap long-chunk", "part 302", "chunk 1", "part 304");
    channels().close();
    assertThat(chunks.used()).isEqualTo(1_000);
  }

  @Test
  void aLogThatLosesItsEndIsJoinedAgainAndLowerSessionsCount() {
    // given a viewer that has read two sessions and joined at an offset
    log.claim().chunk(2).claim().chunk(2);
    NotedViewer viewer = new NotedViewer();
    Channel channel = channels().lease(FakeLog.STREAM).channel();
    assertThat(channel.joinAt(viewer, SAME_THREAD, log.id(), 8)).isPresent();

    // when the log loses the second session, and another one with a lower number begins
    log.cutAt(3).lose(new LogException.PositionGone("offset 8 is not in the log"));
    await().until(log::isFollowed);
    log.claim().chunk(2);

    // then its media is delivered at once
    assertThat(viewer.story)
        .containsSubsequence("gap edge", "gap publisher-lost", "chunk 2", "part 5", "part 6");
  }

  @Test
  void aLogWhoseLostEndWasOverwrittenIsJoinedAgain() {
    log.claim().chunk(2).claim().chunk(2);
    NotedViewer viewer = join();

    log.cutAt(3).claim().chunk(9).lose(new LogException.TailLost("another leader epoch"));
    await().until(log::isFollowed);

    assertThat(viewer.story).contains("gap edge").endsWith("part 12", "part 13");
  }

  @ParameterizedTest
  @CsvSource({"60, 100_000_000", "1_000_000, 159_000"})
  void aChunkLongerThanItsStreamAllowsIsDeliveredButNotKept(String bytes, String micros) {
    chunkLimit =
        new ChunkLimit(
            Long.parseLong(bytes.replace("_", "")), Long.parseLong(micros.replace("_", "")));
    known = state(StreamState.Status.LIVE);
    log.claim();
    NotedViewer first = join();
    log.chunk(5);
    assertThat(first.story).endsWith("part 6");

    NotedViewer late = join();
    log.chunk(1);

    assertThat(late.story).containsExactly("joining", "gap long-chunk", "chunk 1", "part 8");
  }

  @Test
  void aBusyLoopLosesBatchesAndItsViewersSkip() {
    ArrayDeque<Runnable> loop = new ArrayDeque<>();
    log.claim().chunk(1);
    NotedViewer viewer = new NotedViewer();
    channels().lease(FakeLog.STREAM).channel().join(viewer, loop::add);

    // given a blocked loop, and more parts than its queue holds
    log.partsOfOneTime(200);
    while (!loop.isEmpty()) {
      loop.remove().run();
    }
    assertThat(viewer.story).doesNotContain("skip busy").contains("part 3");

    // when the loop continues
    log.chunk(1);
    while (!loop.isEmpty()) {
      loop.remove().run();
    }

    // then its viewers skip to the next chunk
    assertThat(viewer.story).endsWith("skip busy", "chunk 1", "part 204");
  }

  @Test
  void onlyAKnownStreamIsLookedUpInTheLog() {
    known = null;
    NotedViewer viewer = join();
    assertThat(viewer.story).containsExactly("joining", "waiting");
    assertThat(log.lookups).isZero();

    log.claim().chunk(1);
    channels().streamChanged("cam1", state(StreamState.Status.LIVE));

    assertThat(viewer.story).containsExactly("joining", "waiting", "chunk 0", "part 2");
  }

  @Test
  void aRemovedStreamIsPlayedWhileItsLogExists() {
    NotedViewer viewer = viewerOfChunk(1);
    known = null;

    channels().streamChanged("cam1", null);
    log.parts(1);
    NotedViewer late = join();
    known = state(StreamState.Status.LIVE);
    channels().streamChanged("cam1", known);
    log.parts(1);

    assertThat(viewer.story).containsExactly("joining", "chunk 0", "part 2", "part 3", "part 4");
    assertThat(late.story).isEqualTo(viewer.story);
    assertThat(log.lookups).isEqualTo(1);
  }

  @Test
  void aStreamWithoutALogIsNotLookedUpUntilItIsKnownAgain() {
    NotedViewer viewer = viewerOfChunk(1);
    known = null;
    channels().streamChanged("cam1", null);

    LogException gone = new LogException.NoSuchStream(FakeLog.STREAM);
    log.unreachable(gone);
    log.lose(gone);
    await().until(() -> viewer.story.contains("waiting"));
    assertThat(join().story).containsExactly("joining", "waiting");

    log.unreachable(null);
    log.recreate().claim().chunk(1);
    assertThat(viewer.story).containsExactly("joining", "chunk 0", "part 2", "waiting");
    channels().streamChanged("cam1", state(StreamState.Status.LIVE));

    assertThat(viewer.story).endsWith("waiting", "gap recreated", "chunk 0", "part 2");
  }

  @Test
  void aWaitingViewerGetsEverythingWrittenBeforeTheLookup() {
    known = null;
    NotedViewer viewer = join();
    log.claim().chunk(2).chunk(1).chunk(1);
    known = state(StreamState.Status.LIVE);

    channels().streamChanged("cam1", known);
    log.parts(1);

    assertThat(viewer.story)
        .containsExactly(
            "joining", "waiting", "chunk 0", "part 2", "part 3", "chunk 1", "part 5", "chunk 2",
            "part 7", "part 8");
    assertThat(join().story).containsExactly("joining", "chunk 2", "part 7", "part 8");
  }

  @Test
  void aWaitingViewerGetsASessionThatEndedBeforeTheLookup() {
    known = null;
    NotedViewer viewer = join();
    log.claim().chunk(1).chunk(1).end();
    known = state(StreamState.Status.ENDED);

    channels().streamChanged("cam1", known);

    assertThat(viewer.story)
        .containsExactly(
            "joining", "waiting", "chunk 0", "part 2", "chunk 1", "part 4", "end", "waiting");
    assertThat(join().story).containsExactly("joining", "waiting");
  }

  @Test
  void aWaitingViewerGetsNoSessionBeforeTheAwaitedOne() {
    log.claim().chunk(2).end();
    known = null;
    NotedViewer viewer = join();
    log.claim().chunk(1).end();
    known = state(StreamState.Status.ENDED, 5);

    channels().streamChanged("cam1", known);

    assertThat(viewer.story)
        .containsExactly("joining", "waiting", "chunk 1", "part 7", "end", "waiting");
  }

  @Test
  void aViewerThatWaitsForTheLookupOfAnEndedStreamGetsASessionStartedMeanwhile() {
    log.claim().chunk(1).end();
    log.unreachable(new LogException("time-out"));
    known = state(StreamState.Status.ENDED);
    NotedViewer viewer = join();
    log.claim().chunk(1).chunk(1).end();
    known = state(StreamState.Status.ENDED, 4);
    channels().streamChanged("cam1", known);

    log.unreachable(null);

    await().until(() -> viewer.story.contains("waiting"));
    assertThat(viewer.story)
        .containsExactly("joining", "chunk 1", "part 6", "chunk 2", "part 8", "end", "waiting");
  }

  @Test
  void anEdgeThatHasNotCaughtUpWithTheControlPlaneReplaysNothing() {
    caughtUp = false;
    known = null;
    NotedViewer viewer = join();
    log.claim().chunk(2).chunk(1);
    known = state(StreamState.Status.LIVE);

    channels().streamChanged("cam1", known);

    assertThat(viewer.story).containsExactly("joining", "waiting", "chunk 1", "part 5");
  }

  @Test
  void theChannelOfAnUnknownNameIsClosedWithItsLastViewer() {
    known = null;
    ChannelLease lease = channels().lease(FakeLog.STREAM);
    assertThat(channels().size()).isEqualTo(1);
    lease.close();
    lease.close();
    assertThat(channels().size()).isZero();
  }

  @Test
  void theChannelClosesAWhileAfterTheLastViewer() {
    log.claim().chunk(1);
    ChannelLease lease = channels().lease(FakeLog.STREAM);
    assertThat(log.isFollowed()).isTrue();

    lease.close();

    await().until(() -> channels().size() == 0);
    assertThat(log.isFollowed()).isFalse();
  }

  @Test
  void anEndedStreamIsNotReplayed() {
    log.claim().chunk(2).end();
    known = state(StreamState.Status.ENDED);

    NotedViewer viewer = join();
    log.claim().chunk(1);

    assertThat(viewer.story).containsExactly("joining", "waiting", "chunk 1", "part 7");
  }

  @Test
  void aGapInTheOffsetsIsReportedEvenIfThePartNumbersAreConsecutive() {
    NotedViewer viewer = viewerOfChunk(2);

    log.unreadable().parts(1).chunk(1);

    assertThat(viewer.story)
        .containsExactly(
            "joining", "chunk 0", "part 2", "part 3", "gap missing", "chunk 1", "part 7");
  }

  @Test
  void aGoneNodeEndsItsSessionUntilAnotherPublisherStarts() {
    NotedViewer viewer = viewerOfChunk(2);
    nodeGone = true;

    // when the node's silence is detected, more than once
    channels().leaveGonePublishers();
    channels().leaveGonePublishers();
    NotedViewer late = join();

    // then viewers are notified once, and continue with the next publisher
    log.claim().chunk(1);
    channels().leaveGonePublishers();
    assertThat(viewer.story)
        .containsExactly(
            "joining",
            "chunk 0",
            "part 2",
            "part 3",
            "end",
            "waiting",
            "gap publisher-lost",
            "chunk 1",
            "part 6");
    assertThat(late.story)
        .containsExactly("joining", "waiting", "gap publisher-lost", "chunk 1", "part 6");
  }

  @Test
  void aSessionOfANodeThatIsBackContinuesAtItsNextPart() {
    NotedViewer viewer = viewerOfChunk(2);
    nodeGone = true;
    channels().leaveGonePublishers();

    nodeGone = false;
    log.parts(2);
    NotedViewer late = join();
    log.chunk(1).end();

    assertThat(viewer.story)
        .containsExactly(
            "joining",
            "chunk 0",
            "part 2",
            "part 3",
            "end",
            "waiting",
            "resumed 0",
            "part 4",
            "part 5",
            "chunk 1",
            "part 7",
            "end",
            "waiting");
    assertThat(late.story)
        .containsExactly(
            "joining", "chunk 0", "part 2", "part 3", "part 4", "part 5", "chunk 1", "part 7",
            "end", "waiting");
  }

  @Test
  void aBacklogWaitsInTheLogForACrowdedViewer() {
    burst = 400;
    NotedViewer viewer = viewerOfChunk(1);
    viewer.crowded = true;
    log.parts(1);

    // when far more than a burst arrives at once, as after an outage
    log.backlog(() -> log.parts(1_000));
    int given = viewer.story.size();
    assertThat(log.turn()).as("the reader is paused").isFalse();
    assertThat(viewer.story).hasSize(given).hasSizeLessThan(300);

    // then all of it follows when the viewer accepts it, without a gap
    viewer.crowded = false;
    await().until(log::turn);
    assertThat(viewer.story).hasSize(2 + 1_002).endsWith("part 1003");
    assertThat(viewer.story).noneMatch(word -> word.startsWith("gap") || word.startsWith("skip"));
  }

  @Test
  void aBacklogWaitsForAnEventLoopToo() {
    burst = 200;
    ArrayDeque<Runnable> loop = new ArrayDeque<>();
    log.claim().chunk(1);
    NotedViewer viewer = new NotedViewer();
    channels().lease(FakeLog.STREAM).channel().join(viewer, loop::add);

    // when more arrives at once than its queue holds, and reader and loop take turns
    log.backlog(() -> log.parts(1_000));
    while (!log.turn()) {
      runAll(loop);
    }
    runAll(loop);

    assertThat(viewer.story).hasSize(3 + 1_000);
    assertThat(viewer.story).noneMatch(word -> word.startsWith("skip"));
  }

  private static void runAll(ArrayDeque<Runnable> loop) {
    for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
      task.run();
    }
  }

  @Test
  void aGapInTheSessionOfANodeThatIsBackIsReported() {
    NotedViewer viewer = viewerOfChunk(2);
    nodeGone = true;
    channels().leaveGonePublishers();

    log.unreadable().parts(1).chunk(1);

    assertThat(viewer.story)
        .endsWith("end", "waiting", "gap missing", "chunk 1", "part 7")
        .doesNotContain("resumed 0");
  }

  @Test
  void aPublisherWhoseMediaArrivesIsNotGoneWithoutHeartbeatsOfItsNode() {
    silence = Duration.ofHours(1);
    NotedViewer viewer = viewerOfChunk(1);
    nodeGone = true;

    channels().leaveGonePublishers();
    log.parts(1);

    assertThat(viewer.story).containsExactly("joining", "chunk 0", "part 2", "part 3");
  }

  @Test
  void aLostPublishersGapContainsTheNumberOfMissingChunks() {
    List<String> gaps = new ArrayList<>();
    log.claim().chunk(1);
    channels()
        .lease(FakeLog.STREAM)
        .channel()
        .join(
            new NotedViewer() {
              @Override
              public void deliver(ChannelEvent event) {
                if (event instanceof ChannelEvent.GapFound gap) {
                  gaps.add(gap.frame().payloadText());
                }
              }
            },
            SAME_THREAD);

    log.claim().chunk(1);
    log.claim().skipChunks(2).chunk(1);

    assertThat(gaps).hasSize(2);
    assertThat(gaps.get(0)).contains("\"reason\":\"publisher-lost\",\"chunks\":1");
    assertThat(gaps.get(1)).contains("\"reason\":\"publisher-lost\",\"chunks\":3");
  }

  @Test
  void aStreamOfAGoneNodeIsNotReplayed() {
    log.claim().chunk(2);
    nodeGone = true;
    NotedViewer viewer = join();

    channels().leaveGonePublishers();
    log.claim().chunk(1);

    assertThat(viewer.story).containsExactly("joining", "waiting", "chunk 1", "part 6");
  }

  @Test
  void aSessionThatEndedInOrderDoesNotEndAgainWithItsNode() {
    NotedViewer viewer = viewerOfChunk(1);
    log.end();
    nodeGone = true;

    channels().leaveGonePublishers();

    assertThat(viewer.story).containsExactly("joining", "chunk 0", "part 2", "end", "waiting");
  }

  @Test
  void viewersGetNoMessageInTheGraceTimeOfADroppedPublisher() {
    NotedViewer viewer = viewerOfChunk(1);

    log.end("disconnected: Connection reset").claim().chunk(1);

    assertThat(viewer.story)
        .containsExactly("joining", "chunk 0", "part 2", "end", "chunk 1", "part 6");
  }

  @Test
  void viewersAreNotifiedOfADroppedPublisherThatDoesNotReturn() {
    dropGrace = Duration.ofMillis(50);
    NotedViewer viewer = viewerOfChunk(1);

    log.end("closed");

    await().until(() -> viewer.story.contains("waiting"));
    assertThat(viewer.story).containsExactly("joining", "chunk 0", "part 2", "end", "waiting");
  }

  @Test
  void aLostSubscriptionContinuesWhereItStopped() {
    NotedViewer viewer = viewerOfChunk(2);

    log.lose(new LogException("broker away")).parts(1);
    await().until(() -> viewer.story.contains("part 4"));
    log.parts(1);

    assertThat(viewer.story)
        .containsExactly("joining", "chunk 0", "part 2", "part 3", "part 4", "part 5");
  }

  @Test
  void aRecreatedLogIsJoinedWithAGap() {
    NotedViewer viewer = viewerOfChunk(2);

    log.lose(new LogException.PositionGone("recreated")).recreate().claim().chunk(1);
    await()
        .untilAsserted(
            () ->
                assertThat(viewer.story)
                    .containsExactly(
                        "joining",
                        "chunk 0",
                        "part 2",
                        "part 3",
                        "gap recreated",
                        "chunk 0",
                        "part 2"));
  }

  @Test
  void viewersStayInAnOutageOfKafkaAndJoinAfterIt() {
    log.claim().chunk(1);
    log.unreachable(new LogException("time-out"));
    NotedViewer viewer = join();
    assertThat(viewer.story).containsExactly("joining");

    log.unreachable(null);

    await()
        .untilAsserted(
            () -> assertThat(viewer.story).containsExactly("joining", "chunk 0", "part 2"));
  }

  @Test
  void aStreamsOwnWindowAppliesWhetherItIsSetBeforeOrAfterTheChannelOpened() {
    log.claim().chunk(1);
    channels().settingsChanged(FakeLog.STREAM.value(), settings(0));
    Channel channel = channels().lease(FakeLog.STREAM).channel();
    assertThat(channel.fixedWindow()).isEqualTo(Duration.ZERO);

    channels().settingsChanged(FakeLog.STREAM.value(), settings(100));
    assertThat(channel.fixedWindow()).isEqualTo(Duration.ofMillis(100));

    channels().settingsChanged(FakeLog.STREAM.value(), null);
    assertThat(channel.fixedWindow()).isNull();
  }

  private static StreamSettings settings(int coalesceMs) {
    return new StreamSettings(false, null, coalesceMs);
  }
}
