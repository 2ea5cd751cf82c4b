package io.framelog.standalone;

import io.framelog.config.ConfigCheck;
import io.framelog.config.Mistakes;
import io.framelog.security.web.HostPolicy;

/** Checks the host names of {@link StandaloneConfig}. */
public final class StandaloneConfigCheck implements ConfigCheck<StandaloneConfig> {
  @Override
  public void check(StandaloneConfig config, Mistakes mistakes) {
    mistakes.attempt(() -> HostPolicy.check(config.hosts().orElse("")));
  }
}
