package io.framelog.control.rest;

import io.framelog.control.registry.ControlSettings;
import io.framelog.security.web.Door;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** The origins whose pages may use the control API and read its description. */
@Singleton
class ControlDoor {
  @Produces
  @Singleton
  Door door(ControlSettings settings) {
    return new Door(
        List.of("/api", "/dashboard", "/q/openapi"), settings.origins(), Door.Kind.ORDINARY);
  }
}
