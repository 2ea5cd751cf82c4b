package io.framelog.config;

/**
 * An operator's setting is wrong. The message is one sentence: the key, its value where it has one,
 * and what is expected.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
