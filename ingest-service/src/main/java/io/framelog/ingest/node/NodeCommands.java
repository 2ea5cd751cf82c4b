package io.framelog.ingest.node;

import io.framelog.controlplane.Command;
import io.framelog.controlplane.CommandAnswer;
import io.framelog.controlplane.NodeId;
import io.framelog.ingest.session.Sessions;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.device.Captures;
import io.framelog.ingest.source.device.DeviceListing;
import io.framelog.process.FatalErrors;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Executes the control API's commands to this node. A command names a session or this incarnation
 * of the node, so that an outdated one has no effect.
 */
@ApplicationScoped
public class NodeCommands {
  private final NodeId node;
  private final Sessions sessions;
  private final Captures captures;
  private final DeviceListing devices;
  private final CommandAnswers answers;
  private final Heartbeat heartbeat;

  NodeCommands(
      @Identifier("ingest") NodeId node,
      Sessions sessions,
      Captures captures,
      DeviceListing devices,
      CommandAnswers answers,
      Heartbeat heartbeat) {
    this.node = node;
    this.sessions = sessions;
    this.captures = captures;
    this.devices = devices;
    this.answers = answers;
    this.heartbeat = heartbeat;
  }

  /**
   * @param offset of the command, which identifies its answer
   */
  void apply(Command command, long offset) {
    if (command instanceof Command.EndSession end) {
      sessions.end(
          end.stream(), end.session(), new SourceEnd(EndReason.ENDED_BY_COMMAND, end.reason()));
    } else if (command instanceof Command.StartCapture start && isHere(start.node())) {
      answer(
          captures
              .start(start.capture())
              .map(problem -> CommandAnswer.refused(offset, problem))
              .orElseGet(() -> CommandAnswer.done(offset)));
    } else if (command instanceof Command.StopCapture stop && isHere(stop.node())) {
      answer(
          captures.stop(stop.name())
              ? CommandAnswer.done(offset)
              : CommandAnswer.refused(offset, "there is no capture " + stop.name()));
    } else if (command instanceof Command.ListDevices list && isHere(list.node())) {
      FatalErrors.watch(
          devices
              .list()
              .whenComplete(
                  (found, failure) ->
                      answer(
                          failure == null
                              ? CommandAnswer.devices(offset, found)
                              : CommandAnswer.refused(offset, reason(failure)))));
    }
  }

  private boolean isHere(String named) {
    return node.value().equals(named);
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return String.valueOf(cause.getMessage());
  }

  private void answer(CommandAnswer answer) {
    answers.add(answer);
    heartbeat.beatSoon();
  }
}
