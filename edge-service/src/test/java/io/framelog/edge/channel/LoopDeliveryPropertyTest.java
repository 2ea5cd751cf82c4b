package io.framelog.edge.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.edge.channel.ChannelEvent.PartArrived;
import io.framelog.edge.frame.SharedFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.BeforeTry;

class LoopDeliveryPropertyTest {
  private static final long MS = Duration.ofMillis(1).toNanos();

  private final FakeLoop loop = new FakeLoop();
  private final List<SharedFrame> frames = new ArrayList<>();
  private final List<Long> offeredAt = new ArrayList<>();

  private record Joined(PacedViewer viewer, ViewerSubscription subscription, int from) {}

  @BeforeTry
  void forget() {
    frames.clear();
    offeredAt.clear();
  }

  private void part(ViewerGroup group) {
    SharedFrame frame = SharedFrame.binary(ByteBuffer.allocate(10));
    long number = frames.size();
    frames.add(frame);
    offeredAt.add(loop.getAsLong());
    EventBatch batch = new EventBatch(number, List.of(new PartArrived(number, 0, 0, frame)));
    group.offer(batch);
    batch.release();
  }

  /** Viewers join and leave, parts arrive in bursts, writes take time, passes are interrupted. */
  @Property(tries = 300)
  void noPartIsLostRepeatedOrReorderedWithAnyWindow(
      @ForAll @LongRange(min = 0, max = 300) long windowMs,
      @ForAll boolean adaptive,
      @ForAll @IntRange(min = 1, max = 60) int viewers,
      @ForAll @LongRange(min = 0, max = 2_000_000) long nanosAWrite,
      @ForAll long seed) {
    Random random = new Random(seed);
    CoalesceWindow window = new CoalesceWindow(Duration.ofMillis(windowMs), loop, () -> 0);
    ViewerGroup group =
        new ViewerGroup(
            new LoopDelivery(loop, loop, loop, window), Long.MAX_VALUE, new NoMetrics());
    group.fixWindow(adaptive ? null : Duration.ofMillis(windowMs));
    List<Joined> joined = new ArrayList<>();
    List<Joined> left = new ArrayList<>();
    for (int step = 0; step < 100; step++) {
      if (joined.size() < viewers) {
        PacedViewer viewer = new PacedViewer(loop);
        viewer.nanosAWrite = nanosAWrite;
        ViewerSubscription subscription = new ViewerSubscription(viewer, group, 0, frames.size());
        group.add(subscription);
        joined.add(new Joined(viewer, subscription, frames.size()));
      } else if (random.nextInt(4) == 0) {
        Joined gone = joined.remove(random.nextInt(joined.size()));
        gone.subscription.detach();
        left.add(gone);
      }
      for (int burst = random.nextInt(3); burst > 0; burst--) {
        part(group);
      }
      loop.advance(random.nextInt(50) * MS);
      assertThat(window.nanos()).isBetween(0L, windowMs * MS);
    }
    loop.advance(60_000 * MS);

    assertThat(joined)
        .allSatisfy(
            one -> assertThat(one.viewer.parts).isEqualTo(numbers(one.from, frames.size())));
    assertThat(left)
        .allSatisfy(
            one ->
                assertThat(one.viewer.parts)
                    .isEqualTo(numbers(one.from, one.from + one.viewer.parts.size())));
    assertThat(group.size()).isEqualTo(joined.size());
    assertThat(frames).allSatisfy(frame -> assertThat(frame.references()).isZero());
  }

  private static List<Long> numbers(int from, int to) {
    List<Long> numbers = new ArrayList<>();
    for (long number = from; number < to; number++) {
      numbers.add(number);
    }
    return numbers;
  }

  @Property(tries = 300)
  void noPartWaitsLongerThanTheWindow(
      @ForAll @LongRange(min = 0, max = 300) long windowMs, @ForAll long seed) {
    Random random = new Random(seed);
    CoalesceWindow window = new CoalesceWindow(Duration.ZERO, loop, () -> 0);
    ViewerGroup group =
        new ViewerGroup(
            new LoopDelivery(loop, loop, loop, window), Long.MAX_VALUE, new NoMetrics());
    group.fixWindow(Duration.ofMillis(windowMs));
    PacedViewer viewer = new PacedViewer(loop);
    group.add(new ViewerSubscription(viewer, group, 0, 0));
    for (int i = 0; i < 100; i++) {
      part(group);
      loop.advance(random.nextInt(120) * MS);
    }
    loop.advance(1_000 * MS);

    assertThat(viewer.parts).hasSize(100);
    for (int i = 0; i < 100; i++) {
      assertThat(viewer.times.get(i) - offeredAt.get(i)).isBetween(0L, windowMs * MS);
    }
    assertThat(viewer.flushes).isLessThanOrEqualTo(100);
  }
}
