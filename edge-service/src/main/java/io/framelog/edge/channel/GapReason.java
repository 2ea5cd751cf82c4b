package io.framelog.edge.channel;

import java.util.Locale;

/** Why media is missing for a viewer; the names on the wire are in docs/3-wire-format.md. */
public enum GapReason {
  /** The viewer could not keep up. */
  SLOW,
  /** One of the edge's event loops could not keep up. */
  BUSY,
  /** A publisher vanished without an end. */
  PUBLISHER_LOST,
  /** The log lacks records. */
  MISSING,
  /** The current chunk is longer than the channel keeps. */
  LONG_CHUNK,
  /** The stream was deleted and published anew. */
  RECREATED,
  /** Retention has passed the position asked for. */
  POSITION_GONE,
  /** The edge lost touch with the log. */
  EDGE;

  /** Whether what comes next may have lower offsets than what came before. */
  public boolean restartsOffsets() {
    return this == RECREATED || this == EDGE;
  }

  /** The name on the wire and in metrics. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
