package io.framelog.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettingsDirectoryTest {
  private final SettingsDirectory settings = new SettingsDirectory();

  @Test
  void hasTheDefaultsUntilSomethingIsSetAndAfterItIsTakenBack() {
    StreamSettings exclusive = new StreamSettings(true, StreamLimits.NONE, null);

    assertThat(settings.of("cam1")).isEqualTo(StreamSettings.DEFAULT);
    settings.apply("cam1", exclusive);
    assertThat(settings.of("cam1")).isEqualTo(exclusive);
    assertThat(settings.of("cam2")).isEqualTo(StreamSettings.DEFAULT);
    settings.apply("cam1", null);
    assertThat(settings.of("cam1")).isEqualTo(StreamSettings.DEFAULT);
  }
}
