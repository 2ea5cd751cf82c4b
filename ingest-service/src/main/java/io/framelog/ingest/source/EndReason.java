package io.framelog.ingest.source;

import java.util.Locale;

/** Why a publisher's connection ended. The label is used in metrics and in the end record. */
public enum EndReason {
  /** The publisher announced its end and closed. */
  FINISHED(200, false),
  /** The publisher closed without announcing its end: plain TCP has no message for it. */
  CLOSED(200, false),
  /** The connection broke. */
  DISCONNECTED(400, false),
  /** An operator or the control API ended the session. */
  ENDED_BY_COMMAND(409, false),
  /** This node is shutting down. */
  SHUTDOWN(503, false),
  /** Another publisher took the stream over. */
  TAKEN_OVER(409, false),

  /** The bytes are no container that Framelog reads. */
  UNKNOWN_CONTAINER(400, true),
  /** The container violates its format. */
  MALFORMED(400, true),
  /** The publisher closed before any track was found. */
  TRUNCATED(400, true),
  /** Something is larger than this node's limits. */
  LIMIT_EXCEEDED(400, true),
  /** More bits a second than the node or the stream allows. */
  BITRATE_EXCEEDED(429, true),
  /** No track has a codec that Framelog carries. */
  UNSUPPORTED_CODEC(400, true),
  /** The container's title or the path does not name a stream. */
  INVALID_STREAM(400, true),
  /** The HTTP request's body has a content coding. */
  UNSUPPORTED_ENCODING(415, true),
  /** A page of another website tried to publish from its visitor's browser. */
  FOREIGN_ORIGIN(403, true),
  /** Nothing was received within the idle time-out, or no header within the header time-out. */
  IDLE(408, true),
  /** The stream is exclusive and held by a live publisher. */
  REFUSED(409, true),
  /** Two publishers take the stream from each other, and the newest one keeps it for a while. */
  CONTESTED(409, true),
  /** The node has reached its limit of publishers. */
  TOO_MANY_CONNECTIONS(503, true),
  /** The address has reached its limit of concurrent connections. */
  TOO_MANY_FROM_ADDRESS(429, true),
  /** No complete header yet, and another connection replaced this one. */
  NO_HEADER(503, true),
  /** Publishers connect too often. */
  TOO_MANY_ATTEMPTS(429, true),
  /** The stream has no log yet, and the cluster has reached its limit of streams. */
  TOO_MANY_STREAMS(503, true),
  /** The stream has no log yet, and streams are created too often. */
  TOO_MANY_NEW_STREAMS(429, true),
  /**
   * The node has not read its settings yet, is shutting down, or a broker's disk is nearly full.
   */
  NOT_READY(503, true),
  /** The process that reads the publisher's container or device crashed, hung or failed. */
  WORKER_FAILED(500, true),
  /** The stream's topic has a setting in Kafka that does not suit a stream. */
  UNFIT_TOPIC(500, true),
  /** Kafka did not acknowledge the publisher's records in time. */
  LOG_AWAY(503, true),
  /** An internal error. */
  INTERNAL(500, true);

  private final int httpStatus;
  private final boolean rejection;

  EndReason(int httpStatus, boolean rejection) {
    this.httpStatus = httpStatus;
    this.rejection = rejection;
  }

  /** In lower case with hyphens, as in metrics and end records. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The status an HTTP publisher is answered with. */
  public int httpStatus() {
    return httpStatus;
  }

  /** Whether the publisher was rejected rather than having finished or been replaced. */
  public boolean isRejection() {
    return rejection;
  }

  /**
   * Whether the same publisher may succeed if it retries unchanged, on this node or another one:
   * the network, the node, Kafka or the number of other publishers caused the end.
   */
  public boolean isWorthARetry() {
    return switch (this) {
      case SHUTDOWN,
          CLOSED,
          DISCONNECTED,
          IDLE,
          TOO_MANY_CONNECTIONS,
          TOO_MANY_FROM_ADDRESS,
          NO_HEADER,
          TOO_MANY_ATTEMPTS,
          TOO_MANY_STREAMS,
          TOO_MANY_NEW_STREAMS,
          NOT_READY,
          WORKER_FAILED,
          UNFIT_TOPIC,
          LOG_AWAY,
          INTERNAL ->
          true;
      case FINISHED,
          ENDED_BY_COMMAND,
          TAKEN_OVER,
          REFUSED,
          CONTESTED,
          UNKNOWN_CONTAINER,
          MALFORMED,
          TRUNCATED,
          LIMIT_EXCEEDED,
          BITRATE_EXCEEDED,
          UNSUPPORTED_CODEC,
          INVALID_STREAM,
          UNSUPPORTED_ENCODING,
          FOREIGN_ORIGIN ->
          false;
    };
  }
}
