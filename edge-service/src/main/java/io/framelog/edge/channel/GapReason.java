package io.framelog.edge.channel;

import java.util.Locale;

/** Why media is missing for a viewer; the names on the wire are in docs/3-wire-format.md. */
public enum GapReason {
  /** The viewer could not keep up. */
  SLOW,
  /** One of the edge's event loops could not keep up. */
  BUSY,
  /** A publisher disappeared without an end record. */
  PUBLISHER_LOST,
  /** The log lacks records. */
  MISSING,
  /** The current chunk is longer than a channel keeps. */
  LONG_CHUNK,
  /** The stream was deleted and published again. */
  RECREATED,
  /** Retention has removed the requested position. */
  POSITION_GONE,
  /** The edge could not read the log for a while. */
  EDGE;

  /** Whether later events may have lower offsets than earlier ones. */
  public boolean restartsOffsets() {
    return this == RECREATED || this == EDGE;
  }

  /** The name on the wire and in metrics. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
