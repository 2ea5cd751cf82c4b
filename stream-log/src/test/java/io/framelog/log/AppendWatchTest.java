package io.framelog.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AppendWatchTest {
  private static final Duration DELIVERY = Duration.ofMinutes(5);
  private static final Duration LONG = Duration.ofHours(1);

  private final AtomicLong now = new AtomicLong(-5);
  private final AppendWatch watch = new AppendWatch(DELIVERY, now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void aProducerWithNothingToDoIsHealthy() {
    pass(LONG);
    assertThat(watch.fault(LONG)).isEmpty();

    watch.sent();
    pass(Duration.ofMinutes(5));
    assertThat(watch.fault(LONG)).as("within the delivery time-out").isEmpty();
    watch.answered();
    pass(LONG);
    assertThat(watch.fault(LONG)).isEmpty();
  }

  @Test
  void anUnansweredAppendIsAFaultWhileKafkaAnswersOtherRequests() {
    watch.sent();
    pass(Duration.ofSeconds(331));

    assertThat(watch.fault(LONG))
        .hasValue("no append was answered for 331 s, expected an answer within 330 s");
    assertThat(watch.fault(Duration.ZERO)).as("Kafka is unavailable").isEmpty();
    assertThat(watch.fault(DELIVERY)).as("Kafka was unavailable until 5 min ago").isEmpty();
  }

  @Test
  void answersToOtherAppendsShowThatTheProducerWorks() {
    watch.sent();
    for (int minute = 0; minute < 60; minute++) {
      watch.sent();
      pass(Duration.ofMinutes(1));
      watch.answered();
    }

    assertThat(watch.fault(LONG)).isEmpty();
  }

  @Test
  void anEndedThreadIsAFaultAtOnceWhetherOrNotKafkaAnswers() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Thread network =
        new Thread(
            () -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    network.start();
    watch.watch(network);
    assertThat(watch.fault(Duration.ZERO)).isEmpty();

    end.countDown();
    network.join();

    assertThat(watch.fault(Duration.ZERO))
        .hasValue("the producer's network thread has ended: no append reaches Kafka");
  }
}
