package io.framelog.ingest;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Names one life of an ingest process: {@code <node name>-ingest-<random>}. Unique for each start,
 * so that the streams of a node that died count as ended although a node of its name is back.
 */
public record NodeId(String value) {
  public NodeId {
    if (value.isBlank() || value.indexOf('/') >= 0) {
      throw new IllegalArgumentException("node id is " + value + ", expected text without a slash");
    }
  }

  /** A new life of a node of this name. */
  public static NodeId newLife(String nodeName) {
    byte[] random = new byte[4];
    new SecureRandom().nextBytes(random);
    return new NodeId(nodeName.replace('/', '_') + "-ingest-" + HexFormat.of().formatHex(random));
  }

  @Override
  public String toString() {
    return value;
  }
}
