package io.framelog.control.registry;

import io.framelog.config.ConfigCheck;
import io.framelog.config.Mistakes;

/** Checks the origins of {@link ControlConfig}. */
public final class ControlConfigCheck implements ConfigCheck<ControlConfig> {
  @Override
  public void check(ControlConfig config, Mistakes mistakes) {
    mistakes.attempt(() -> ControlSettings.origins(config));
  }
}
