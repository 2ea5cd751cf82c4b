package io.framelog.controlplane;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a command, which the named node sends in its next heartbeats.
 *
 * @param command the command's offset in {@code framelog.commands}
 * @param problem why it failed, for people; absent when it succeeded
 * @param devices result of {@link Command.ListDevices}; absent otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CommandAnswer(
    @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) long command,
    @Nullable String problem,
    @Nullable List<DeviceInfo> devices) {
  public CommandAnswer {
    Required.notNegative("answers.command", command);
  }

  public static CommandAnswer done(long command) {
    return new CommandAnswer(command, null, null);
  }

  public static CommandAnswer refused(long command, String problem) {
    return new CommandAnswer(command, problem, null);
  }

  public static CommandAnswer devices(long command, List<DeviceInfo> devices) {
    return new CommandAnswer(command, null, List.copyOf(devices));
  }
}
