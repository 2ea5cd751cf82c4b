package io.framelog.it.soak;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** The cluster, publishers and viewers that a failure affects. */
final class Scene {
  private final SoakCluster cluster;
  private final SoakClips clips;
  private final Random random;
  private final List<LoopingPublisher> publishers = new ArrayList<>();
  private final List<StayingViewer> watching = new ArrayList<>();
  private final List<StayingViewer> all = new ArrayList<>();
  private final Deque<AutoCloseable> untilRecovered = new ArrayDeque<>();
  private int fastStreams;

  Scene(SoakCluster cluster, SoakClips clips, Random random) {
    this.cluster = cluster;
    this.clips = clips;
    this.random = random;
    for (SoakClips.Clip clip : clips.everyday()) {
      publish(clip.name(), clip);
    }
  }

  private LoopingPublisher publish(String stream, SoakClips.Clip clip) {
    int turn = publishers.size();
    LoopingPublisher publisher =
        new LoopingPublisher(stream, clip.file(), clip.muxing(), cluster.publishAt(turn));
    publishers.add(publisher);
    for (int edge = 0; edge < 2; edge++) {
      StayingViewer viewer = new StayingViewer(stream, cluster.watchAt(stream, edge));
      watching.add(viewer);
      all.add(viewer);
    }
    return publisher;
  }

  SoakCluster cluster() {
    return cluster;
  }

  Random random() {
    return random;
  }

  LoopingPublisher publisher() {
    return publishers.get(random.nextInt(publishers.size()));
  }

  /** A second publisher of the same stream, which does not reconnect after its end. */
  LoopingPublisher rival(LoopingPublisher of) {
    SoakClips.Clip clip =
        clips.everyday().stream()
            .filter(each -> each.name().equals(of.stream()))
            .findFirst()
            .orElseThrow();
    return new LoopingPublisher(
        of.stream(), clip.file(), clip.muxing(), cluster.publishAt(random.nextInt(2)));
  }

  /** Adds a stream of 16 Mbit/s with two viewers, until all play again after this failure. */
  void addFastStream() {
    List<StayingViewer> before = List.copyOf(watching);
    LoopingPublisher publisher = publish("fast-" + ++fastStreams, clips.fast());
    publishers.remove(publisher);
    List<StayingViewer> viewers =
        watching.stream().filter(viewer -> !before.contains(viewer)).toList();
    untilRecovered.push(() -> endFastStream(publisher, viewers));
  }

  private void endFastStream(LoopingPublisher publisher, List<StayingViewer> viewers)
      throws InterruptedException {
    watching.removeAll(viewers);
    publisher.close();
    letPass(Duration.ofSeconds(3));
    viewers.forEach(StayingViewer::close);
  }

  /** Registers an object that is closed when all play again. */
  void keepUntilRecovered(AutoCloseable what) {
    untilRecovered.push(what);
  }

  void recovered() throws Exception {
    while (!untilRecovered.isEmpty()) {
      untilRecovered.pop().close();
    }
  }

  /** The viewers that must play. */
  List<StayingViewer> watching() {
    return List.copyOf(watching);
  }

  /** All viewers, including those whose stream has ended. */
  List<StayingViewer> all() {
    return List.copyOf(all);
  }

  /** Waits for the duration of a failure, which has no condition to wait for. */
  void letPass(Duration duration) throws InterruptedException {
    Thread.sleep(duration.toMillis());
  }

  /** Stops publishers and viewers. Idempotent. */
  void end() throws Exception {
    recovered();
    publishers.forEach(LoopingPublisher::close);
    all.forEach(StayingViewer::close);
  }
}
