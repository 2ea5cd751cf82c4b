package io.framelog.edge;

import io.framelog.config.ConfigCheck;
import io.framelog.config.Mistakes;
import io.framelog.security.web.OriginPolicy;

/** Checks the origins of {@link EdgeConfig}. */
public final class EdgeConfigCheck implements ConfigCheck<EdgeConfig> {
  @Override
  public void check(EdgeConfig config, Mistakes mistakes) {
    mistakes.attempt(() -> origins(config));
  }

  /**
   * The origins whose pages may watch.
   *
   * @throws IllegalArgumentException naming the key when an origin is not valid
   */
  public static OriginPolicy origins(EdgeConfig config) {
    return OriginPolicy.of("framelog.edge.origins", config.origins().orElse(""));
  }
}
