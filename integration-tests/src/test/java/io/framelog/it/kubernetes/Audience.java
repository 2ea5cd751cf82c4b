package io.framelog.it.kubernetes;

import io.framelog.it.watch.NothingLost;
import io.framelog.it.watch.ResumingViewer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Some viewers of one stream, the simplest ones there are, and what they must have seen. */
final class Audience implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<ResumingViewer> viewers = new ArrayList<>();

  /** So many viewers, each of which has seen something. */
  static Audience watch(URI uri, int count) {
    Audience audience = new Audience();
    for (int i = 0; i < count; i++) {
      ResumingViewer viewer = new ResumingViewer(uri);
      audience.viewers.add(viewer);
      viewer.awaitMore(5, PATIENCE);
    }
    return audience;
  }

  /** Waits until each has seen so many more parts. */
  void awaitMore(int parts) {
    viewers.forEach(viewer -> viewer.awaitMore(parts, PATIENCE));
  }

  /** How many edges served each viewer, one after the other. */
  List<Integer> edgesOfEach() {
    return viewers.stream().map(viewer -> viewer.edges().size()).toList();
  }

  /** Edges that serve them now. */
  List<String> edgesNow() {
    return viewers.stream()
        .map(viewer -> viewer.edges().get(viewer.edges().size() - 1))
        .distinct()
        .toList();
  }

  int gaps() {
    return viewers.stream().mapToInt(viewer -> viewer.gaps().size()).sum();
  }

  /** No viewer missed or repeated a part, and what several have seen is the same. */
  void assertNothingLost() {
    NothingLost.among(viewers);
  }

  @Override
  public void close() {
    viewers.forEach(ResumingViewer::close);
  }
}
