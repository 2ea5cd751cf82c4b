package io.framelog.control;

import org.jspecify.annotations.Nullable;

/** Fields that a message cannot do without. */
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
}
