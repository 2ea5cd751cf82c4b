package io.framelog.edge.channel;

import java.util.Locale;

/** What a viewer that comes has to wait for. */
public enum JoinKind {
  /** The stream is followed already: the current chunk is in memory. */
  WARM,
  /** The log has to be found and read first, or the first chunk is not there yet. */
  COLD,
  /** A place in the past, or where a broken connection stopped. */
  PAST;

  /** The name in metrics. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
