package io.framelog.controlplane;

import org.jspecify.annotations.Nullable;

/** Checks the required fields of messages and their values. */
final class Required {
  private Required() {}

  /**
   * Checks that a field is present.
   *
   * @throws IllegalArgumentException naming the field
   */
  static void field(String name, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
  }

  /**
   * Checks a count or an offset.
   *
   * @throws IllegalArgumentException naming the field
   */
  static void notNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " is " + value + ", expected 0 or more");
    }
  }
}
