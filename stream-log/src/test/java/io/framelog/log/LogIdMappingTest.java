package io.framelog.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LogIdMappingTest {
  private static final LogId WRITTEN = new LogId("aZ09-_bc");

  @Test
  void theOriginalKeepsItsLogId() {
    LogIdMapping original = LogIdMapping.of(SharedBroker.config());

    assertThat(original.isMirror()).isFalse();
    assertThat(original.nameOf(WRITTEN)).isEqualTo(WRITTEN);
  }

  @Test
  void eachCopyAndEachLifeHasItsOwnLogId() {
    LogIdMapping eu = copy("eu");
    LogIdMapping us = copy("us");

    assertThat(eu.isMirror()).isTrue();
    assertThat(eu.nameOf(WRITTEN))
        .isEqualTo(copy("eu").nameOf(WRITTEN))
        .isNotEqualTo(us.nameOf(WRITTEN))
        .isNotEqualTo(eu.nameOf(new LogId("aZ09-_bd")))
        .isNotEqualTo(WRITTEN);
  }

  private static LogIdMapping copy(String name) {
    return LogIdMapping.of(SharedBroker.config(Map.of("mirror", name)));
  }
}
