package io.framelog.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The mistakes in a configuration, each a sentence with key, value and expectation. */
public final class Mistakes {
  private final Set<String> sentences = new LinkedHashSet<>();

  /** Adds a mistake unless the condition holds. */
  public void expect(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      sentences.add(sentence(key, value, expected));
    }
  }

  /**
   * Adds the mistake that the code finds.
   *
   * @param code throws {@link IllegalArgumentException} or {@link ConfigException} with the
   *     sentence
   */
  public void attempt(Runnable code) {
    try {
      code.run();
    } catch (IllegalArgumentException | ConfigException e) {
      sentences.add(CheckedConfig.readable(String.valueOf(e.getMessage())));
    }
  }

  /** The form of every sentence about a value. */
  static String sentence(String key, Object value, String expected) {
    return key + " is " + value + ", expected " + expected;
  }

  List<String> sentences() {
    return new ArrayList<>(sentences);
  }
}
