package io.framelog.it.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * A key pair and a certificate for client authentication.
 *
 * @param certificate PEM file
 * @param key PKCS #8, PEM
 */
public record ClientCertificate(Path certificate, String key) {
  /** Creates a self-signed certificate. */
  public static ClientCertificate make(Path folder, String name)
      throws IOException, GeneralSecurityException {
    Path certificate = SecureKafka.makeCertificate(folder, name);
    char[] password = SecureKafka.STORE_PASSWORD.toCharArray();
    KeyStore store = KeyStore.getInstance(folder.resolve(name + ".p12").toFile(), password);
    byte[] key = store.getKey(SecureKafka.KEY, password).getEncoded();
    return new ClientCertificate(
        certificate,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
            + "\n-----END PRIVATE KEY-----\n");
  }

  /** Settings of a broker that accepts only clients with this certificate. */
  public Map<String, String> asked() {
    return Map.of(
        "listener.security.protocol.map",
        "CLIENTS:SSL,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "ssl.client.auth",
        "required",
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.location",
        certificate.toString());
  }

  /**
   * Environment variables of a service that uses it.
   *
   * @param broker the broker's certificate, PEM file
   */
  public Map<String, String> environment(Path broker) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("KAFKA_SECURITY_PROTOCOL", "SSL");
    environment.put("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM");
    environment.put("KAFKA_SSL_TRUSTSTORE_CERTIFICATES", Files.readString(broker));
    environment.put("KAFKA_SSL_KEYSTORE_TYPE", "PEM");
    environment.put("KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN", Files.readString(certificate));
    environment.put("KAFKA_SSL_KEYSTORE_KEY", key);
    return environment;
  }
}
