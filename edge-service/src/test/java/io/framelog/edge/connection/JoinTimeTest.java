package io.framelog.edge.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.edge.channel.JoinKind;
import io.framelog.edge.channel.NoMetrics;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinTimeTest {
  private final List<JoinKind> told = new ArrayList<>();
  private final JoinTime time =
      new JoinTime(
          new NoMetrics() {
            @Override
            public void joined(JoinKind kind, long nanos) {
              assertThat(nanos).isPositive();
              told.add(kind);
            }
          });

  @Test
  void isReportedOnceWithTheFirstPart() {
    time.joining(1_000);
    time.part();
    time.part();

    assertThat(told).containsExactly(JoinKind.WARM);
  }

  @Test
  void isColdWhenTheChannelHasNoChunkYet() {
    time.joining(0);
    time.part();

    assertThat(told).containsExactly(JoinKind.COLD);
  }

  @Test
  void isPastWhenNoChannelIsJoinedBefore() {
    time.part();
    time.joining(1_000);

    assertThat(told).containsExactly(JoinKind.PAST);
  }

  @Test
  void isNotReportedWhenNobodyPublishes() {
    time.joining(20);
    time.nobody();
    time.part();

    assertThat(told).isEmpty();
  }
}
