package io.framelog.it.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.watch.ResumingViewer;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  /**
   * No viewer missed or repeated a part, and what several have seen is the same. In a session's log
   * parts stand one behind the other, and between two chunks one header; a part missing anywhere
   * shows at the next chunk, whose position the edge tells.
   */
  void assertNothingLost() {
    Map<Long, ByteBuffer> log = new HashMap<>();
    for (ResumingViewer viewer : viewers) {
      List<ResumingViewer.Part> parts = viewer.parts();
      assertThat(viewer.gaps()).as("gaps, served by %s", viewer.edges()).isEmpty();
      for (int i = 1; i < parts.size(); i++) {
        assertThat(parts.get(i).offset() - parts.get(i - 1).offset())
            .as(
                "records from part %s to the next, served by %s",
                parts.get(i - 1).offset(), viewer.edges())
            .isBetween(1L, 2L);
      }
      for (ResumingViewer.Part part : parts) {
        ByteBuffer others = log.putIfAbsent(part.offset(), part.bytes());
        assertThat(others == null || others.equals(part.bytes()))
            .as("part %s is the same for all", part.offset())
            .isTrue();
      }
    }
  }

  @Override
  public void close() {
    viewers.forEach(ResumingViewer::close);
  }
}
