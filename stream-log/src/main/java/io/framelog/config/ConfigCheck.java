package io.framelog.config;

/**
 * Checks what the constraints of a mapping's keys cannot express.
 *
 * @param <T> the mapping
 */
public interface ConfigCheck<T> {
  /** Adds each mistake. It is called even if a value is outside its key's own range. */
  void check(T config, Mistakes mistakes);
}
