package io.framelog.edge.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** A meter for each value of a tag, all registered at once, so that each starts at 0. */
final class MeterPerTag<E extends Enum<E>, M> {
  private final Map<E, M> meters;

  MeterPerTag(Class<E> tag, Function<E, M> register) {
    meters = new EnumMap<>(tag);
    for (E value : tag.getEnumConstants()) {
      meters.put(value, register.apply(value));
    }
  }

  M of(E value) {
    return Objects.requireNonNull(meters.get(value));
  }
}
