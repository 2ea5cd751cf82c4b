package io.framelog.ingest.session;

import io.framelog.controlplane.NodeId;

/**
 * The holder of a stream, as written in its claim record: {@code <node id>/<connection>}.
 *
 * @param node node id, without a slash
 * @param connection {@link io.framelog.ingest.source.Source#connection()} and, behind {@code #}, a
 *     number that no other connection of the node has; empty when the text names none
 */
public record SessionOwner(String node, String connection) {
  public static SessionOwner of(NodeId node, String connection) {
    return new SessionOwner(node.value(), connection);
  }

  /** Reads a claim's owner; text of another form is a node without a connection. */
  public static SessionOwner parse(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new SessionOwner(text, "")
        : new SessionOwner(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return node + "/" + connection;
  }
}
