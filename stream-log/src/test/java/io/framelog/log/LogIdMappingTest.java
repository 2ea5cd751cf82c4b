package io.framelog.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"EU", "e u", "eu/1"})
  void refusesAnInvalidName(String name) {
    assertThatThrownBy(() -> LogConfigCheck.check(SharedBroker.config(Map.of("mirror", name))))
        .hasMessage("framelog.log.mirror is '" + name + "', expected 1 to 64 of a-z 0-9 _ -");
  }

  private static LogIdMapping copy(String name) {
    return LogIdMapping.of(SharedBroker.config(Map.of("mirror", name)));
  }
}
