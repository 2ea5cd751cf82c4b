package io.framelog.it.kubernetes;

import io.framelog.it.watch.NothingLost;
import io.framelog.it.watch.ResumingViewer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Minimal viewers of one stream, and assertions about their parts. */
final class Audience implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<ResumingViewer> viewers = new ArrayList<>();

  /** Starts a number of viewers and waits until each has received a part. */
  static Audience watch(URI uri, int count) {
    Audience audience = new Audience();
    for (int i = 0; i < count; i++) {
      ResumingViewer viewer = new ResumingViewer(uri);
      audience.viewers.add(viewer);
      viewer.awaitMore(5, PATIENCE);
    }
    return audience;
  }

  /** Waits until each has received this number of further parts. */
  void awaitMore(int parts) {
    viewers.forEach(viewer -> viewer.awaitMore(parts, PATIENCE));
  }

  /** The number of edges that have served each viewer, one after the other. */
  List<Integer> edgesOfEach() {
    return viewers.stream().map(viewer -> viewer.edges().size()).toList();
  }

  /** The edges that serve them now. */
  List<String> edgesNow() {
    return viewers.stream()
        .map(viewer -> viewer.edges().get(viewer.edges().size() - 1))
        .distinct()
        .toList();
  }

  int gaps() {
    return viewers.stream().mapToInt(viewer -> viewer.gaps().size()).sum();
  }

  /** Asserts that no viewer missed or repeated a part, and that all received the same bytes. */
  void assertNothingLost() {
    NothingLost.among(viewers);
  }

  @Override
  public void close() {
    viewers.forEach(ResumingViewer::close);
  }
}
