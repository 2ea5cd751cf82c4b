package io.framelog.ingest.session;

import java.util.Locale;

/** Why a source is not read from. */
public enum PauseReason {
  /** The stream is being claimed: there is no session yet to write into. */
  CLAIM,
  /** The session's bytes in flight to Kafka have reached their bound. */
  LOG_PRESSURE,
  /** The disk of a broker is nearly full. */
  DISK_FULL,
  /** The session is ending and reads nothing more. */
  ENDING;

  /** In lower case with hyphens, as in metrics. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
