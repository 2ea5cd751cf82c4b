package io.framelog.edge.connection;

import java.util.Locale;

/** Why an edge gave a viewer's connection up. */
public enum DisconnectReason {
  /** Its socket took nothing for too long. */
  STALLED,
  /** It answered no ping. */
  NO_PONG;

  /** The name in metrics. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
