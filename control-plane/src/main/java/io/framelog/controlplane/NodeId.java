package io.framelog.controlplane;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Identifies one incarnation of a service: {@code <node name>-<kind>-<random>}. It distinguishes
 * services in one process, and a service from its successor of the same name: the streams of a
 * failed node count as ended although a node of its name runs again.
 */
public record NodeId(String value) {
  public NodeId {
    if (value.isBlank() || value.indexOf('/') >= 0) {
      throw new IllegalArgumentException("node id is " + value + ", expected text without a slash");
    }
  }

  /**
   * Creates the id of a new incarnation.
   *
   * @param nodeName {@code framelog.node-id}; the host's name when it is not set
   * @param kind {@code ingest}, {@code edge} or {@code control}
   */
  public static NodeId newLife(Optional<String> nodeName, String kind) {
    byte[] random = new byte[4];
    new SecureRandom().nextBytes(random);
    String name = nodeName.orElseGet(NodeId::hostName).replace('/', '_');
    return new NodeId(name + "-" + kind + "-" + HexFormat.of().formatHex(random));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unnamed";
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
