package io.framelog.controlplane;

import org.jspecify.annotations.Nullable;

/** Fields that a message cannot do without, and what they have to hold. */
final class Required {
  private Required() {}

  /**
   * Checks one.
   *
   * @throws IllegalArgumentException naming the field
   */
  static void field(String name, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
  }

  /**
   * Checks a number of something, or an offset.
   *
   * @throws IllegalArgumentException naming the field
   */
  static void notNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " is " + value + ", expected 0 or more");
    }
  }
}
