package io.framelog.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;

/**
 * Validates settings by creating a Kafka client, which reads all key material and does not connect.
 */
final class KafkaClientTrial {
  private static final String JAAS_EXPECTED =
      "kafka.sasl.jaas.config cannot be read, expected"
          + " <login module> required username=\"…\" password=\"…\"; with \\\" for a quote"
          + " and \\\\ for a backslash in a value";

  private static final String NOBODY = "127.0.0.1:1";

  /** A name or an address, IPv6 in brackets, and a port; Kafka accepts a protocol before them. */
  private static final Pattern ADDRESS =
      Pattern.compile("([A-Z_]+://)?([^\\s:/]+|\\[[^\\s/]+]):\\d{1,5}");

  private KafkaClientTrial() {}

  /**
   * Validates the settings.
   *
   * @throws ConfigException with a message for operators, without secrets
   */
  static void make(KafkaSettings settings) {
    requireAddresses(settings.bootstrapServers());
    Map<String, Object> client = new HashMap<>(settings.values());
    // A host name that does not resolve yet is not an error.
    client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, NOBODY);
    try {
      Admin.create(client).close(Duration.ZERO);
    } catch (KafkaException e) {
      throw new ConfigException(sentence(e), e);
    }
  }

  private static void requireAddresses(String bootstrapServers) {
    for (String address : bootstrapServers.split(",", -1)) {
      if (!ADDRESS.matcher(address.strip()).matches()) {
        throw new ConfigException(
            "kafka.bootstrap.servers is '"
                + bootstrapServers
                + "', expected host:port[,host:port]");
      }
    }
  }

  private static String sentence(KafkaException failure) {
    Throwable root = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      // These messages contain the text around a misplaced quote, a part of the password.
      if (isAboutJaas(cause)) {
        return JAAS_EXPECTED;
      }
      root = cause;
    }
    String what = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return "Kafka client cannot be created from kafka.… settings: " + what;
  }

  private static boolean isAboutJaas(Throwable cause) {
    for (StackTraceElement frame : cause.getStackTrace()) {
      if (frame.getClassName().startsWith("org.apache.kafka.common.security.JaasC")) {
        return true;
      }
    }
    String message = String.valueOf(cause.getMessage());
    return message.contains(SaslConfigs.SASL_JAAS_CONFIG) || message.contains("JAAS");
  }
}
