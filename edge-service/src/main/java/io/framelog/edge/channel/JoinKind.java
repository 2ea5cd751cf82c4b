package io.framelog.edge.channel;

import java.util.Locale;

/** What a viewer that joins has to wait for. */
public enum JoinKind {
  /** The stream is followed already: the current chunk is in memory. */
  WARM,
  /** The log must be found and read first, or the first chunk is not there yet. */
  COLD,
  /** The viewer begins in the past, or where its last connection broke. */
  PAST;

  /** The name in metrics. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
