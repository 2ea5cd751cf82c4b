package io.framelog.benchmarks.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.controlplane.ControlJson;
import io.framelog.controlplane.NodeState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares docs/6-scale.md and docs/5-benchmarks.md with the formulas. */
class ScalePageTest {
  @Test
  void theTableHasTheResultsOfTheFormulas() throws IOException {
    assertThat(page("6-scale.md")).contains(SizingTable.of(SizingTable.OF_THE_PAGE));
  }

  @ParameterizedTest
  @EnumSource(Figure.class)
  void everyFigureIsInTheBenchmarksPage(Figure figure) throws IOException {
    assertThat(page("5-benchmarks.md").replaceAll("\\s+", " ")).contains(figure.source());
  }

  @Test
  void linksLimitAMillionViewersAndCoresLimitManyStreams() {
    Sizing million = new Sizing(new Demand(1, 2, 1_000_000), Spread.ANYWHERE);
    assertThat(million.edges()).isEqualTo(million.edgesByLink()).isEqualTo(300);
    assertThat(million.edgesByCores()).isLessThan(million.edgesByLink());

    Sizing manyStreams = new Sizing(new Demand(1_000, 2, 10_000), Spread.ANYWHERE);
    assertThat(manyStreams.edges()).isEqualTo(manyStreams.edgesByCores());
  }

  @Test
  void keepingAStreamsViewersTogetherSavesEdgesAndKafkaTraffic() {
    Demand demand = new Demand(1_000, 2, 100_000);
    Sizing anywhere = new Sizing(demand, Spread.ANYWHERE);
    Sizing together = new Sizing(demand, Spread.TOGETHER);

    assertThat(together.edges()).isLessThan(anywhere.edges() / 5);
    assertThat(together.kafkaOutGigabits()).isLessThan(anywhere.kafkaOutGigabits() / 20);
  }

  /** The page's sizes of records in {@code framelog.nodes}, compared with actual messages. */
  @Test
  void heartbeatsHaveTheSizeThatThePageNames() throws IOException {
    int none = heartbeatLength(0);
    int aStream = (heartbeatLength(1000) - none) / 1000;
    assertThat(page("6-scale.md"))
        .contains("%d bytes and %d for each stream it has viewers of".formatted(none, aStream));
  }

  @Test
  void refusesADemandOfZero() {
    assertThatThrownBy(() -> new Demand(0, 2, 1)).hasMessageContaining("streams=0");
  }

  private static int heartbeatLength(int streams) {
    Map<String, Integer> viewers =
        IntStream.range(0, streams)
            .boxed()
            .collect(Collectors.toMap(i -> "camera-%04d".formatted(i), i -> 100));
    Instant now = Instant.parse("2026-11-01T00:00:00.123Z");
    return ControlJson.write(
            new NodeState("framelog-edge-0123456789-abcde", "edge", "0.1.0", now, now, 0, viewers))
        .length();
  }

  private static String page(String name) throws IOException {
    return Files.readString(Path.of("../docs", name));
  }
}
