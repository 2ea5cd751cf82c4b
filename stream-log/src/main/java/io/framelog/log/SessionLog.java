package io.framelog.log;

import java.util.concurrent.CompletionStage;

/**
 * One session's appends, in order. {@link #append} and {@link #end} come from one thread at a time
 * (any); nothing here blocks.
 */
public interface SessionLog {
  /** Told on the writer's threads and inside of {@link #append}; must not block. */
  interface Listener {
    /**
     * Bytes in flight reached the bound ({@code true}: pause the source) or fell to half of it
     * ({@code false}: resume). One call at a time, the last one holds.
     */
    void onPressure(boolean paused);

    /**
     * The session is over without {@link SessionLog#end}: another publisher took the stream, or an
     * append failed. Told once; later appends are dropped and counted.
     *
     * @param takenOver whether a higher claim was the reason
     */
    void onLost(String reason, boolean takenOver);
  }

  StreamId stream();

  LogId logId();

  /** The offset of this session's claim. */
  long session();

  /** Number of the first chunk this session writes. */
  long nextChunk();

  /** {@code disc} of the first header this session writes. */
  int nextDisc();

  /** Largest presentation time plus duration in the log when it was claimed, µs. */
  long endUs();

  /** Payload bytes not yet acknowledged. */
  long bytesInFlight();

  /**
   * Hands a header or part of this session over to the writer's thread. Never blocks: the bound on
   * bytes in flight is kept by pausing the source, see {@link Listener#onPressure}.
   */
  void append(LogRecord record);

  /** Appends an end record; completes when everything before it and itself are acknowledged. */
  CompletionStage<Void> end(String reason);
}
