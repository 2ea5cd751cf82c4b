package io.framelog.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.controlplane.ChunkLimit;
import io.framelog.controlplane.StreamLimits;
import io.framelog.ingest.PublisherLimits;
import io.framelog.ingest.source.EndReason;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LimitWatchTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final ChunkLimit GOP = new ChunkLimit(1_000_000, 30_000_000);

  private static LimitWatch watch(long bitrate) {
    return new LimitWatch(new PublisherLimits(bitrate, Duration.ofSeconds(10), 4_096, 16, GOP), 0);
  }

  /** Sends at a constant rate; returns the second in which it was refused, or 0. */
  private static int secondsUntilRefused(LimitWatch watch, int bitsPerSecond) {
    for (int second = 1; second <= 120; second++) {
      if (watch.read(bitsPerSecond / 8, 0, second * SECOND).isPresent()) {
        return second;
      }
    }
    return 0;
  }

  @Test
  void acceptsABitrateWithinTheLimitForever() {
    assertThat(secondsUntilRefused(watch(1_000_000), 1_000_000)).isZero();
  }

  @Test
  void twiceTheBitrateIsRefusedAfterTheWindow() {
    assertThat(secondsUntilRefused(watch(1_000_000), 2_000_000)).isBetween(9, 11);
  }

  @Test
  void bytesThatCatchUpAfterAPauseDoNotCount() {
    LimitWatch watch = watch(1_000_000);
    watch.read(125_000, 0, SECOND);

    // given a minute in which the socket was not read, whose bytes arrive at once
    long now = 61 * SECOND;
    assertThat(watch.read(60 * 125_000, 60 * SECOND, now)).isEmpty();
    assertThat(watch.read(60 * 125_000, 60 * SECOND, now))
        .hasValueSatisfying(
            end -> {
              assertThat(end.reason()).isEqualTo(EndReason.BITRATE_EXCEEDED);
              assertThat(end.detail())
                  .isEqualTo("more than 1000000 bits a second, averaged over 10000 ms");
            });
  }

  @Test
  void theStricterOfTheNodesAndTheStreamsLimitsApplies() {
    LimitWatch watch = watch(1_000_000);
    watch.enter(new StreamLimits(500_000L, 8_192, 2, 500_000, 5), 0);

    PublisherLimits limits = watch.limits();
    assertThat(limits.bitrate()).isEqualTo(500_000);
    assertThat(limits.headerBytes()).isEqualTo(4_096);
    assertThat(limits.tracks()).isEqualTo(2);
    assertThat(limits.gop()).isEqualTo(new ChunkLimit(500_000, 5_000_000));
    assertThat(secondsUntilRefused(watch, 1_000_000)).isBetween(9, 11);
  }

  @Test
  void aStreamMayLimitTheBitrateWhenItsNodeDoesNot() {
    LimitWatch watch = watch(0);
    assertThat(secondsUntilRefused(watch, 100_000_000)).isZero();

    watch.enter(new StreamLimits(1_000_000L, null, null, null, null), 0);

    assertThat(secondsUntilRefused(watch, 2_000_000)).isPositive();
  }

  @Test
  void namesTheLimitsOfHeaderAndTracks() {
    LimitWatch watch = watch(0);
    assertThat(watch.header(4_096)).isEmpty();
    assertThat(watch.header(4_097).orElseThrow().text())
        .isEqualTo(
            "limit-exceeded: the container has a header of 4097 bytes, expected at most 4096 in"
                + " this stream");
    assertThat(watch.tracks(16)).isEmpty();
    assertThat(watch.tracks(17).orElseThrow().detail()).contains("17 tracks", "at most 16");
  }
}
