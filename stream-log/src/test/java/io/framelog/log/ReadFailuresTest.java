package io.framelog.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadFailuresTest {
  private final AtomicLong clock = new AtomicLong();
  private final ReadFailures failures = new ReadFailures(clock::get);

  @Test
  void anEmptyPollProvesNothing() {
    failures.failed("refused", 1);
    failures.succeeded(false, 1);
    assertThat(failures.isFailing()).isTrue();

    failures.succeeded(true, 1);
    assertThat(failures.isFailing()).isFalse();
  }

  @Test
  void someSecondsWithoutAFailureProveThatReadingWorks() {
    failures.failed("refused", 1);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(4));
    failures.failed("refused", 1);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(4));
    failures.succeeded(false, 1);
    assertThat(failures.isFailing()).isTrue();

    clock.addAndGet(TimeUnit.SECONDS.toNanos(2));
    failures.succeeded(false, 1);
    assertThat(failures.isFailing()).isFalse();
  }
}
