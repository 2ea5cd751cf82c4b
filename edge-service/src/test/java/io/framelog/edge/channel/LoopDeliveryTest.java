package io.framelog.edge.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.edge.channel.ChannelEvent.PartArrived;
import io.framelog.edge.frame.SharedFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopDeliveryTest {
  private static final long MS = Duration.ofMillis(1).toNanos();

  private final FakeLoop loop = new FakeLoop();
  private final CoalesceWindow window = new CoalesceWindow(Duration.ofMillis(250), loop, () -> 0);
  private final LoopDelivery delivery = new LoopDelivery(loop, loop, loop, window);
  private final ViewerGroup group = new ViewerGroup(delivery, 1_000, new NoMetrics());
  private final List<SharedFrame> frames = new ArrayList<>();
  private long number;

  private PacedViewer viewer() {
    PacedViewer viewer = new PacedViewer(loop);
    group.add(new ViewerSubscription(viewer, group, 0, number));
    return viewer;
  }

  private void part() {
    SharedFrame frame = SharedFrame.binary(ByteBuffer.allocate(10));
    frames.add(frame);
    EventBatch batch = new EventBatch(number, List.of(new PartArrived(number, 0, 0, frame)));
    number++;
    group.offer(batch);
    batch.release();
  }

  @AfterEach
  void everyFrameIsReleased() {
    loop.advance(1_000 * MS);
    assertThat(frames).extracting(SharedFrame::references).containsOnly(0);
  }

  @Test
  void aPartIsWrittenAtOnceWhenTheLoopKeepsUp() {
    PacedViewer viewer = viewer();
    part();
    loop.runTasks();
    part();
    loop.runTasks();

    assertThat(viewer.parts).containsExactly(0L, 1L);
    assertThat(viewer.flushes).isEqualTo(2);
  }

  @Test
  void partsQueuedBeforeThePassAreWrittenTogetherInOneTask() {
    PacedViewer viewer = viewer();
    part();
    part();
    part();
    assertThat(loop.tasks()).isEqualTo(1);

    loop.runTasks();

    assertThat(viewer.parts).containsExactly(0L, 1L, 2L);
    assertThat(viewer.flushes).isEqualTo(1);
  }

  @Test
  void withAWindowPartsWaitForItsEndAndNoLonger() {
    group.fixWindow(Duration.ofMillis(100));
    PacedViewer viewer = viewer();
    loop.advance(1_000 * MS);
    part();
    loop.runTasks();
    assertThat(viewer.parts).as("the first one after a pause").containsExactly(0L);

    loop.advance(40 * MS);
    part();
    loop.advance(40 * MS);
    part();
    loop.advance(19 * MS);
    assertThat(viewer.parts).hasSize(1);
    loop.advance(1 * MS);

    assertThat(viewer.parts).containsExactly(0L, 1L, 2L);
    assertThat(viewer.flushes).isEqualTo(2);
  }

  @Test
  void withAWindowItsViewersAreSpreadOverIt() {
    group.fixWindow(Duration.ofMillis(100));
    List<PacedViewer> viewers = new ArrayList<>();
    for (int i = 0; i < 320; i++) {
      PacedViewer viewer = viewer();
      viewer.nanosAWrite = MS / 20;
      viewers.add(viewer);
    }
    for (int i = 0; i < 20; i++) {
      part();
      loop.advance(40 * MS);
    }

    assertThat(viewers)
        .allSatisfy(
            viewer -> {
              assertThat(viewer.parts).startsWith(0L, 1L, 2L).hasSizeGreaterThan(15);
              assertThat(viewer.flushes).as("one per window").isBetween(7, 8);
            });
    PacedViewer middle = viewers.get(160);
    assertThat(middle.times.get(0))
        .as("halfway through the window after the first")
        .isBetween(140 * MS, 155 * MS);
    for (int i = 0; i + 1 < middle.times.size(); i++) {
      assertThat(middle.times.get(i + 1) - middle.times.get(i)).isLessThanOrEqualTo(104 * MS);
    }
  }

  @Test
  void aStreamMayDisableTheWindow() {
    group.fixWindow(Duration.ZERO);
    PacedViewer viewer = viewer();
    for (int i = 0; i < 300; i++) {
      window.owed(loop.getAsLong(), loop.getAsLong() + 10 * MS);
      loop.spend(10 * MS);
    }
    assertThat(window.nanos()).isPositive();
    part();
    loop.runTasks();
    part();
    loop.runTasks();

    assertThat(viewer.flushes).isEqualTo(2);
  }

  @Test
  void aLongPassYieldsToOtherTasks() {
    List<PacedViewer> viewers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      PacedViewer viewer = viewer();
      viewer.nanosAWrite = MS / 2;
      viewers.add(viewer);
    }
    part();
    loop.runTasks();

    assertThat(loop.runs).isGreaterThan(5);
    assertThat(viewers).allSatisfy(viewer -> assertThat(viewer.parts).containsExactly(0L));
  }

  @Test
  void noPartIsLostWhenViewersLeaveOrJoinDuringAPass() {
    List<ViewerSubscription> leaving = new ArrayList<>();
    List<PacedViewer> staying = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      PacedViewer viewer = viewer();
      viewer.nanosAWrite = MS / 4;
      staying.add(viewer);
      ViewerSubscription subscription =
          new ViewerSubscription(new PacedViewer(loop), group, 0, number);
      group.add(subscription);
      leaving.add(subscription);
    }
    staying.get(10).onPart =
        () -> {
          leaving.forEach(ViewerSubscription::detach);
          staying.add(viewer());
        };
    part();
    loop.runTasks();
    staying.get(10).onPart = () -> {};
    part();
    loop.runTasks();

    assertThat(staying.subList(0, 100))
        .allSatisfy(viewer -> assertThat(viewer.parts).containsExactly(0L, 1L));
    assertThat(staying.get(100).parts).containsExactly(1L);
    assertThat(group.size()).isEqualTo(101);
  }

  @Test
  void aViewerThatFailsDoesNotDisturbTheOthers() {
    viewer().onPart =
        () -> {
          throw new IllegalStateException("failure of this viewer only");
        };
    PacedViewer other = viewer();
    part();
    loop.runTasks();
    part();
    loop.runTasks();

    assertThat(other.parts).containsExactly(0L, 1L);
    assertThat(group.size()).isEqualTo(1);
  }

  @Test
  void aBatchThatDoesNotFitIsDroppedForTheLoopAndItsViewersSkip() {
    PacedViewer viewer = viewer();
    for (int i = 0; i < 100; i++) {
      part();
    }
    loop.runTasks();
    part();
    loop.runTasks();

    assertThat(viewer.parts).hasSizeBetween(80, 90).endsWith(100L);
    assertThat(viewer.skips).isEqualTo(1);
  }
}
