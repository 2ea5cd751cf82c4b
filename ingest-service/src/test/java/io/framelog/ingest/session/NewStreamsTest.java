package io.framelog.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.ingest.IngestSettings.StreamBounds;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.log.LogException;
import io.framelog.log.StreamId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NewStreamsTest {
  private static final Optional<String> SOMEBODY = Optional.of("192.0.2.1");

  private final ManualEventLoop time = new ManualEventLoop();
  private final MemoryLogWriter log = new MemoryLogWriter();

  private NewStreams bounded(int most, int perAddress, int perNode) {
    return new NewStreams(
        new StreamBounds(most, perAddress, perNode), log::streams, time::nanoTime);
  }

  private static Optional<SourceEnd> answer(CompletionStage<Optional<SourceEnd>> stage) {
    assertThat(stage.toCompletableFuture()).isCompleted();
    return stage.toCompletableFuture().join();
  }

  private static Optional<SourceEnd> ask(NewStreams streams, String name) {
    return answer(streams.admit(new StreamId(name), SOMEBODY));
  }

  private static Set<StreamId> named(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new StreamId("s" + i))
        .collect(Collectors.toSet());
  }

  @Test
  void anAddressMayCreateSixtyStreamsAtOnceAndThenThirtyAMinute() {
    NewStreams streams = bounded(1000, 30, 120);

    long first = IntStream.range(0, 300).filter(i -> ask(streams, "s" + i).isEmpty()).count();
    time.pass(Duration.ofMinutes(1));
    long second = IntStream.range(300, 600).filter(i -> ask(streams, "s" + i).isEmpty()).count();

    assertThat(first).isEqualTo(60);
    assertThat(second).isEqualTo(30);
    assertThat(ask(streams, "s999"))
        .hasValueSatisfying(
            end -> {
              assertThat(end.reason()).isEqualTo(EndReason.TOO_MANY_NEW_STREAMS);
              assertThat(end.detail()).contains("more than 30 new streams a minute from 192.0.2.1");
            });
    assertThat(answer(streams.admit(new StreamId("other"), Optional.of("192.0.2.2")))).isEmpty();
  }

  @Test
  void anExistingStreamMayAlwaysBePublishedAgain() {
    log.listing = CompletableFuture.completedFuture(named(5));
    NewStreams streams = bounded(5, 1, 1);

    for (int i = 0; i < 100; i++) {
      assertThat(ask(streams, "s" + i % 5)).isEmpty();
    }

    assertThat(log.listings).as("one listing is enough").isEqualTo(1);
    assertThat(ask(streams, "new"))
        .hasValueSatisfying(
            end -> {
              assertThat(end.reason()).isEqualTo(EndReason.TOO_MANY_STREAMS);
              assertThat(end.detail()).contains("5 streams", "framelog.ingest.limits.streams");
            });
  }

  @Test
  void anAdmittedStreamCountsBeforeItIsListed() {
    NewStreams streams = bounded(3, 0, 0);

    assertThat(ask(streams, "a")).isEmpty();
    assertThat(ask(streams, "b")).isEmpty();
    assertThat(ask(streams, "a")).as("again").isEmpty();
    assertThat(ask(streams, "c")).isEmpty();
    assertThat(ask(streams, "d")).isPresent();
  }

  @Test
  void aDeletedStreamNoLongerCounts() {
    log.listing = CompletableFuture.completedFuture(named(2));
    NewStreams streams = bounded(2, 0, 0);
    assertThat(ask(streams, "new")).isPresent();

    log.listing = CompletableFuture.completedFuture(named(1));
    time.pass(Duration.ofSeconds(2));

    assertThat(ask(streams, "new")).isEmpty();
  }

  @Test
  void anAdmittedStreamThatIsNotCreatedNoLongerCounts() {
    NewStreams streams = bounded(1, 0, 0);
    assertThat(ask(streams, "never")).isEmpty();
    assertThat(ask(streams, "new")).isPresent();

    time.pass(Duration.ofSeconds(61));

    assertThat(ask(streams, "new")).isEmpty();
  }

  @Test
  void concurrentRequestsShareOneListing() {
    CompletableFuture<Set<StreamId>> answer = new CompletableFuture<>();
    log.listing = answer;
    NewStreams streams = bounded(1000, 0, 0);

    CompletionStage<Optional<SourceEnd>> first = streams.admit(new StreamId("a"), SOMEBODY);
    CompletionStage<Optional<SourceEnd>> second = streams.admit(new StreamId("b"), SOMEBODY);
    assertThat(first.toCompletableFuture()).isNotDone();
    answer.complete(Set.of());

    assertThat(answer(first)).isEmpty();
    assertThat(answer(second)).isEmpty();
    assertThat(log.listings).isEqualTo(1);
  }

  @Test
  void theRatesApplyDuringAnOutageOfKafka() {
    log.listing = CompletableFuture.failedFuture(new LogException("topics were not listed"));
    NewStreams streams = bounded(1000, 1, 0);

    assertThat(ask(streams, "a")).isEmpty();
    assertThat(ask(streams, "b")).isEmpty();
    assertThat(ask(streams, "c")).isPresent();
  }

  @Test
  void withoutBoundsNothingIsListed() {
    assertThat(ask(bounded(0, 0, 0), "a")).isEmpty();
    assertThat(log.listings).isZero();
  }
}
