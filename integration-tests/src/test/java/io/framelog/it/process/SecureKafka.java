package io.framelog.it.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker that accepts clients over TLS only, with SCRAM unless its settings require a client
 * certificate. Its certificate is in a PEM file.
 */
public final class SecureKafka implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  static final String STORE_PASSWORD = "changeit";

  /** Alias of the key in its key store. */
  static final String KEY = "key";

  private final KafkaNode node;
  private final int internalPort;
  private final Path certificate;

  private SecureKafka(KafkaNode node, int internalPort, Path certificate) {
    this.node = node;
    this.internalPort = internalPort;
    this.certificate = certificate;
  }

  /**
   * Starts it.
   *
   * @param users name to password
   * @param more further settings of the broker
   */
  public static SecureKafka start(Path folder, Map<String, String> users, Map<String, String> more)
      throws Exception {
    Path certificate = makeCertificate(folder, "kafka");
    int port = Ports.free();
    int internal = Ports.free();
    int controller = Ports.free();
    Map<String, String> settings = new TreeMap<>();
    settings.put("node.id", "1");
    settings.put("process.roles", "broker,controller");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    settings.put(
        "listeners",
        "CLIENTS://127.0.0.1:%d,INTERNAL://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
            .formatted(port, internal, controller));
    settings.put(
        "listener.security.protocol.map",
        "CLIENTS:SASL_SSL,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("inter.broker.listener.name", "INTERNAL");
    settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
    settings.put(
        "listener.name.clients.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    settings.put("ssl.keystore.type", "PKCS12");
    settings.put("ssl.keystore.location", folder.resolve("kafka.p12").toString());
    settings.put("ssl.keystore.password", STORE_PASSWORD);
    settings.put("auto.create.topics.enable", "false");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.putAll(more);
    KafkaNode node = KafkaNode.start(folder, Uuid.randomUuid().toString(), port, settings);
    node.awaitListening();
    SecureKafka kafka = new SecureKafka(node, internal, certificate);
    for (Map.Entry<String, String> user : users.entrySet()) {
      kafka.addUser(user.getKey(), user.getValue());
    }
    return kafka;
  }

  /**
   * Creates a key pair and a self-signed certificate for this machine.
   *
   * @return the certificate, PEM
   */
  public static Path makeCertificate(Path folder, String name) {
    Path store = folder.resolve(name + ".p12");
    Path certificate = folder.resolve(name + ".pem");
    keytool(
        "-genkeypair",
        "-alias",
        KEY,
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        "SAN=ip:127.0.0.1,dns:localhost",
        "-validity",
        "2",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        STORE_PASSWORD);
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        KEY,
        "-keystore",
        store.toString(),
        "-storepass",
        STORE_PASSWORD,
        "-file",
        certificate.toString());
    return certificate;
  }

  private static void keytool(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments));
    try (RunningProcess keytool = RunningProcess.start("keytool", command)) {
      if (keytool.awaitExit(PATIENCE) != 0) {
        throw new IllegalStateException(keytool.output());
      }
    }
  }

  /** The broker's certificate, PEM file. */
  public Path certificate() {
    return certificate;
  }

  public String bootstrapServers() {
    return node.bootstrapServers();
  }

  /** Environment variables of a service that connects as this user. */
  public Map<String, String> environment(String user, String password) {
    return Map.of(
        "KAFKA_SECURITY_PROTOCOL",
        "SASL_SSL",
        "KAFKA_SASL_MECHANISM",
        "SCRAM-SHA-512",
        "KAFKA_SASL_JAAS_CONFIG",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(user, password.replace("\\", "\\\\").replace("\"", "\\\"")),
        "KAFKA_SSL_TRUSTSTORE_TYPE",
        "PEM",
        "KAFKA_SSL_TRUSTSTORE_LOCATION",
        certificate.toString());
  }

  /** Adds a user or changes the password, through the internal listener. */
  public void addUser(String user, String password) throws Exception {
    try (Admin admin = admin()) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
          .all()
          .get();
    }
  }

  /** Settings of a broker that grants users only the rights of {@link #allow}. */
  public static Map<String, String> nothingAllowed() {
    return Map.of(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users", "User:ANONYMOUS");
  }

  /**
   * Grants a user rights to topics.
   *
   * @param topics a name or, with a star at its end, a prefix
   */
  public void allow(String user, String topics, AclOperation... operations) throws Exception {
    boolean prefix = topics.endsWith("*");
    ResourcePattern pattern =
        new ResourcePattern(
            ResourceType.TOPIC,
            prefix ? topics.substring(0, topics.length() - 1) : topics,
            prefix ? PatternType.PREFIXED : PatternType.LITERAL);
    try (Admin admin = admin()) {
      admin
          .createAcls(
              Arrays.stream(operations)
                  .map(
                      operation ->
                          new AclBinding(
                              pattern,
                              new AccessControlEntry(
                                  "User:" + user, "*", operation, AclPermissionType.ALLOW)))
                  .toList())
          .all()
          .get();
    }
  }

  /** A client with all rights. */
  public Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + internalPort));
  }

  @Override
  public void close() {
    node.close();
  }
}
