package io.framelog.edge.page;

import io.framelog.edge.EdgeConfig;
import io.framelog.edge.EdgeConfigCheck;
import io.framelog.security.web.Door;
import io.framelog.security.web.OriginPolicy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The origins whose pages may use an edge: its own and the configured ones may watch, all may load
 * the SDK.
 */
@Singleton
class EdgeDoors {
  @Produces
  @Singleton
  Door watching(EdgeConfig config) {
    return new Door(
        List.of("/live", "/watch", "/mirror", "/recordings"),
        EdgeConfigCheck.origins(config),
        Door.Kind.ORDINARY);
  }

  @Produces
  @Singleton
  Door sdk() {
    return new Door(
        List.of("/sdk"), OriginPolicy.of("framelog.edge.origins", "*"), Door.Kind.ORDINARY);
  }
}
