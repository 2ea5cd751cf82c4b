package io.framelog.edge.connection;

import java.util.Locale;

/** Why an edge closed a viewer's connection. */
public enum DisconnectReason {
  /** Its socket accepted no data for too long. */
  STALLED,
  /** It did not answer pings. */
  NO_PONG;

  /** The name in metrics. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
