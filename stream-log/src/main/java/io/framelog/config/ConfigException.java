package io.framelog.config;

/**
 * A setting is wrong. The message is one sentence with the key, its value, if any, and what is
 * expected.
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
