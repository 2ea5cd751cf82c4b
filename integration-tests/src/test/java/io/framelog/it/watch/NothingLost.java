package io.framelog.it.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asserts that viewers of a session have received all of it since they joined. */
public final class NothingLost {
  /** Minimum of records that all must have received for a meaningful test. */
  private static final long A_SECOND = 25;

  private NothingLost() {}

  /**
   * Asserts that no viewer missed or repeated a part, and that all received the same bytes. In a
   * session's log, parts are consecutive, with one header between two chunks. A missing part is
   * detected at the next chunk, whose position the edge sends.
   */
  public static void among(Collection<ResumingViewer> viewers) {
    Map<Long, ByteBuffer> log = new HashMap<>();
    List<List<ResumingViewer.Part>> seen = new ArrayList<>();
    long from = Long.MIN_VALUE;
    long to = Long.MAX_VALUE;
    for (ResumingViewer viewer : viewers) {
      List<ResumingViewer.Part> parts = viewer.parts();
      assertWhole(viewer, parts);
      seen.add(parts);
      for (ResumingViewer.Part part : parts) {
        ByteBuffer others = log.putIfAbsent(part.offset(), part.bytes());
        assertThat(others == null || others.equals(part.bytes()))
            .as("part %s is the same for all", part.offset())
            .isTrue();
      }
      from = Math.max(from, parts.get(0).offset());
      to = Math.min(to, parts.get(parts.size() - 1).offset());
    }
    assertThat(to - from).as("records that all have received").isGreaterThan(A_SECOND);
    for (List<ResumingViewer.Part> parts : seen) {
      assertThat(offsets(parts, from, to)).isEqualTo(offsets(seen.get(0), from, to));
    }
  }

  private static List<Long> offsets(List<ResumingViewer.Part> parts, long from, long to) {
    return parts.stream()
        .map(ResumingViewer.Part::offset)
        .filter(offset -> offset >= from && offset <= to)
        .toList();
  }

  private static void assertWhole(ResumingViewer viewer, List<ResumingViewer.Part> parts) {
    assertThat(viewer.gaps()).as("gaps, served by %s", viewer.edges()).isEmpty();
    for (int i = 1; i < parts.size(); i++) {
      assertThat(parts.get(i).offset() - parts.get(i - 1).offset())
          .as(
              "records from part %s to the next, served by %s",
              parts.get(i - 1).offset(), viewer.edges())
          .isBetween(1L, 2L);
    }
  }
}
