package io.framelog.security.connection;

import java.util.Locale;

/** Why a connection is closed by the service, as the metric names it. */
enum CloseReason {
  /** Its first request was not received in time. */
  NO_REQUEST,
  /** Its next request was not received in time. */
  KEEP_ALIVE,
  /** Its address has too many connections that wait for a request. */
  IDLE_PER_ADDRESS,
  /** The maximum number of connections is reached. */
  MAX_CONNECTIONS,
  /** It sends requests and does not read the answers. */
  UNREAD_ANSWERS;

  String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
