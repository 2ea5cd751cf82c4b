package io.framelog.standalone;

import io.framelog.broker.BrokerException;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells a wrong setting, which is one sentence, from a defect, which needs its stack trace. */
final class StartFailure {
  private static final Logger LOG = Logger.getLogger(StartFailure.class);

  private StartFailure() {}

  /** What to tell about services that did not start; logs what is not the operator's mistake. */
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
