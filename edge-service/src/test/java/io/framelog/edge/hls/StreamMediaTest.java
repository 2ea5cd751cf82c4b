package io.framelog.edge.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.edge.channel.ChunkBudget;
import io.framelog.edge.frame.ReadBackMemory;
import io.framelog.log.LogException;
import io.framelog.log.LoggedRecord;
import io.framelog.log.Position;
import io.framelog.log.StreamId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Six complete chunks that are only in the log, and one in progress. */
class StreamMediaTest {
  private static final long CHUNKS = 6;
  private static final int FRAMES = 10;
  private static final long MIB = 1 << 20;

  private final List<LoggedRecord> records = records();
  private final PendingReads reads = new PendingReads(records);
  private final ReadBackMemory memory = new ReadBackMemory(4 * MIB);
  private final MediaCache.Budget kept = new MediaCache.Budget(MIB);
  private final StreamMedia media =
      new StreamMedia(
          new StreamId("cam1"),
          new StreamMedia.Environment(
              reads,
              HlsTiming.of(Duration.ofMillis(200), Duration.ofSeconds(60)),
              kept,
              MIB,
              memory,
              new ChunkBudget(MIB),
              new HlsMetrics(new SimpleMeterRegistry())),
          Runnable::run,
          () -> {});
  private final SegmentIndex known = new SegmentIndex(Records.LOG, 210_000);

  StreamMediaTest() {
    records.forEach(known::accept);
  }

  private static List<LoggedRecord> records() {
    Records records = new Records().session();
    for (int i = 0; i <= CHUNKS; i++) {
      records.chunk(FRAMES);
    }
    return records.all();
  }

  @Test
  void servesOnlyTheConfiguredPartDuration() {
    for (long cut = MediaName.MIN_CUT_MS; cut <= MediaName.MAX_CUT_MS; cut++) {
      if (cut != 200) {
        assertThat(ask(new MediaName.Part(header(0), cut, 0)))
            .isEqualTo(
                HlsResponse.notFound(
                    "Parts are cut every 200 ms here, not every "
                        + cut
                        + " ms; the playlist lists their URLs."));
      }
    }

    assertThat(reads.asked()).isZero();
  }

  @Test
  void readsAChunkOnceForAllRequests() {
    for (int i = 0; i < 300; i++) {
      assertThat(ask(new MediaName.Part(header(0), 200, i % 2))).isNull();
      assertThat(ask(new MediaName.Whole(header(0)))).isNull();
    }

    assertThat(reads.asked()).isEqualTo(1);
  }

  @Test
  void readsNoMoreThanFitsInMemory() {
    // each read reserves a piece of 1 MiB and the chunk, 4 MiB in total
    for (int i = 0; i < 3; i++) {
      assertThat(ask(new MediaName.Whole(header(i)))).isNull();
    }

    assertThat(ask(new MediaName.Whole(header(3)))).satisfies(StreamMediaTest::isUnavailable);
    assertThat(reads.asked()).isEqualTo(3);
    assertThat(memory.used()).isBetween(3 * MIB, 4 * MIB);
    assertThat(memory.refused()).isEqualTo(1);

    reads.answerAll();

    assertThat(memory.used()).isZero();
    assertThat(kept.used()).isPositive();
    assertThat(ask(new MediaName.Whole(header(3)))).isNull();
  }

  @Test
  void aFailedReadLeavesNothingReserved() {
    assertThat(ask(new MediaName.Whole(header(0)))).isNull();

    reads.failAll(new LogException("Kafka is not available"));

    assertThat(memory.used()).isZero();
    assertThat(ask(new MediaName.Whole(header(0)))).isNull();
    assertThat(reads.asked()).isEqualTo(2);
    reads.answerAll();
    assertThat(ask(new MediaName.Whole(header(0)))).isInstanceOf(HlsResponse.Found.class);
  }

  @Test
  void anUnusableRecordFailsOnlyItsChunk() {
    Position notAHeader = new Position(Records.LOG, header(0).offset() + 1);

    assertThat(ask(new MediaName.Whole(notAHeader))).isNull();
    reads.answerAll();

    assertThat(memory.used()).isZero();
  }

  @Test
  void bytesHeldBySlowReadersCountUntilTheyAreReleased() {
    ask(new MediaName.Whole(header(0)));
    reads.answerAll();
    HlsResponse.Found held =
        (HlsResponse.Found) Objects.requireNonNull(ask(new MediaName.Whole(header(0))));
    long bytes = held.body().readableBytes();

    // only the response still holds the chunk
    media.close();

    assertThat(memory.used()).isEqualTo(bytes);
    held.body().release();
    assertThat(memory.used()).isZero();
  }

  @Test
  void refusesMoreWhileSlowReadersHoldTooMuch() {
    ask(new MediaName.Whole(header(0)));
    reads.answerAll();
    var body = memory.allocator().directBuffer((int) (5 * MIB));

    assertThat(ask(new MediaName.Whole(header(0)))).satisfies(StreamMediaTest::isUnavailable);

    body.release();
    assertThat(ask(new MediaName.Whole(header(0)))).isInstanceOf(HlsResponse.Found.class);
  }

  private @Nullable HlsResponse ask(MediaName name) {
    return media.answer(name, known, records.size());
  }

  /** Position of a chunk's header; the claim has offset 0. */
  private static Position header(int chunk) {
    return new Position(Records.LOG, 1 + (long) chunk * (FRAMES + 1));
  }

  private static void isUnavailable(@Nullable HlsResponse answer) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            HlsResponse.Refused.class,
            refused ->
                assertThat(refused.status()).isEqualTo(HttpResponseStatus.SERVICE_UNAVAILABLE));
  }
}
