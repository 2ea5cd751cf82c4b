package io.framelog.log;

import java.util.concurrent.CompletionStage;

/**
 * One session's appends, in order. {@link #append} and {@link #end} must be called by one thread at
 * a time. No method blocks.
 */
public interface SessionLog {
  /** Called on the writer's threads and within {@link #append}; must not block. */
  interface Listener {
    /**
     * Bytes in flight reached the bound ({@code true}: pause the source) or fell to half of it
     * ({@code false}: resume). One call at a time; the last one is valid.
     */
    void onPressure(boolean paused);

    /**
     * The session has ended without {@link SessionLog#end}: another publisher took the stream, or
     * an append failed. Called once; later appends are dropped and counted.
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
   * Passes a header or part of this session to the writer's thread. Never blocks: the source must
   * pause at the bound on bytes in flight, see {@link Listener#onPressure}.
   */
  void append(LogRecord record);

  /** Appends an end record; completes when it and all records before it are acknowledged. */
  CompletionStage<Void> end(String reason);
}
