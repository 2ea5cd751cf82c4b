package io.framelog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.broker.BrokerException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class StartFailureTest {
  @Test
  void reportsAWrongSettingWithItsMessageOnly() {
    Throwable failure =
        new IllegalStateException(
            "cannot start",
            new IllegalArgumentException("framelog.log.retention is PT1S, expected PT1M or more"));

    assertThat(StartFailure.explain(failure))
        .hasMessage("framelog.log.retention is PT1S, expected PT1M or more");
  }

  @Test
  void reportsABrokerThatDoesNotStartWithItsMessageOnly() {
    Throwable failure =
        new IllegalStateException(
            "cannot start",
            new CompletionException(new BrokerException("the data folder x is in use")));

    assertThat(StartFailure.explain(failure)).hasMessage("the data folder x is in use");
  }

  @Test
  void doesNotReportADefectAsAWrongSetting() {
    Throwable failure = new IllegalStateException("broken", new IllegalArgumentException("null"));

    assertThat(StartFailure.explain(failure)).hasMessage("the services do not start: broken");
  }
}
