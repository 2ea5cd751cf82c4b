package io.framelog.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What the control API asks of nodes; a record of {@code framelog.commands}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes(@JsonSubTypes.Type(value = Command.EndSession.class, name = "end-session"))
public sealed interface Command {
  /**
   * Ends a publisher's session; the node that owns it closes the publisher.
   *
   * @param stream stream id
   * @param session the session meant; a later one is left alone
   * @param reason told to the publisher's log and written to the {@code end} record
   */
  record EndSession(String stream, long session, String reason) implements Command {}
}
