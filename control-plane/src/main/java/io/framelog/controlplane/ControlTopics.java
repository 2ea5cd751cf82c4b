package io.framelog.controlplane;

/** Names of the control topics. */
public final class ControlTopics {
  public static final String STREAMS = "framelog.streams";
  public static final String SETTINGS = "framelog.settings";
  public static final String NODES = "framelog.nodes";
  public static final String COMMANDS = "framelog.commands";

  private ControlTopics() {}
}
