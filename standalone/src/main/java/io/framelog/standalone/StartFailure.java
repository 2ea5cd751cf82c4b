package io.framelog.standalone;

import io.framelog.broker.BrokerException;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes a wrong setting, reported in one sentence, from a defect, logged with its trace.
 */
final class StartFailure {
  private static final Logger LOG = Logger.getLogger(StartFailure.class);

  private StartFailure() {}

  /**
   * The exception for services that did not start; logs the failure unless it is a wrong setting.
   */
  static StartException explain(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BrokerException || isWrongSetting(cause)) {
        return new StartException(String.valueOf(cause.getMessage()), failure);
      }
    }
    LOG.error("the services do not start", failure);
    return new StartException("the services do not start: " + failure.getMessage(), failure);
  }

  private static boolean isWrongSetting(Throwable cause) {
    @Nullable String message = cause.getMessage();
    boolean namesAKey =
        message != null && (message.startsWith("framelog.") || message.startsWith("quarkus."));
    return namesAKey
        && (cause instanceof IllegalArgumentException || cause instanceof ConfigurationException);
  }
}
