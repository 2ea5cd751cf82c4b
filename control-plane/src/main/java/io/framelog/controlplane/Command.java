package io.framelog.controlplane;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;

/**
 * A command of the control API to nodes; a record of {@code framelog.commands}. A command that
 * names a node is answered in that node's heartbeats, identified by its offset ({@link
 * CommandAnswer}).
 */
@JsonTypeInfo(
    use = JsonTypeInfo.Id.NAME,
    property = "type",
    defaultImpl = Command.OfLaterVersion.class)
@JsonSubTypes({
  @JsonSubTypes.Type(value = Command.EndSession.class, name = "end-session"),
  @JsonSubTypes.Type(value = Command.StartCapture.class, name = "start-capture"),
  @JsonSubTypes.Type(value = Command.StopCapture.class, name = "stop-capture"),
  @JsonSubTypes.Type(value = Command.ListDevices.class, name = "list-devices")
})
public sealed interface Command {
  /**
   * Ends a publisher's session; the node that owns it closes the publisher.
   *
   * @param stream stream id
   * @param session the session to end; a later one is not affected
   * @param reason logged, and written to the {@code end} record
   */
  record EndSession(
      String stream,
      @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) long session,
      String reason)
      implements Command {
    public EndSession {
      Required.field("stream", stream);
      Required.notNegative("session", session);
      Required.field("reason", reason);
    }
  }

  /**
   * Starts a capture, which runs until it is stopped or the node ends.
   *
   * @param node id of the ingest node whose devices are captured
   */
  record StartCapture(String node, CaptureSpec capture) implements Command {
    public StartCapture {
      Required.field("node", node);
      Required.field("capture", capture);
    }
  }

  /**
   * Stops a capture; a configured one starts again with the node.
   *
   * @param node id of the ingest node
   * @param name of the capture
   */
  record StopCapture(String node, String name) implements Command {
    public StopCapture {
      Required.field("node", node);
      Required.field("name", name);
    }
  }

  /**
   * Asks which devices a node has.
   *
   * @param node id of the ingest node
   */
  record ListDevices(String node) implements Command {
    public ListDevices {
      Required.field("node", node);
    }
  }

  /** A command of a later version, which this version ignores. */
  record OfLaterVersion() implements Command {}
}
