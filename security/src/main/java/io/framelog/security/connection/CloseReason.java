package io.framelog.security.connection;

import java.util.Locale;

/** Why a connection is closed by the service, as the metric names it. */
enum CloseReason {
  /** Its first request did not come in time. */
  NO_REQUEST,
  /** Its next request did not come in time. */
  KEEP_ALIVE,
  /** Its address has more connections that wait for a request. */
  IDLE_PER_ADDRESS,
  /** There are as many connections as there may be. */
  MAX_CONNECTIONS,
  /** It sends requests and does not read the answers. */
  UNREAD_ANSWERS;

  String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
