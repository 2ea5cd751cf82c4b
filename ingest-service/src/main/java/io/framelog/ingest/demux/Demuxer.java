package io.framelog.ingest.demux;

import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.media.MediaEventSink;
import io.framelog.media.container.ParserLimits;
import java.nio.ByteBuffer;

/**
 * Takes one publisher's container apart, and pauses the source while its events are not wanted.
 *
 * <pre>
 *   Source ── bytes ──▶ session ── feed ──▶ Demuxer ── step: MediaEvents ──▶ session
 *     ◀────────────────────────── pause, resume ────
 * </pre>
 *
 * On the connection's event loop.
 */
public interface Demuxer {
  /**
   * What a demuxer is made for.
   *
   * @param limits bounds on what one publisher may make this node hold
   * @param events takes the media events, in steps of the listener
   */
  record Context(
      Source source,
      EventLoop loop,
      ParserLimits limits,
      Listener listener,
      MediaEventSink events) {}

  /** What a session is to its demuxer. */
  interface Listener {
    /** Runs a step that makes media events. What it throws ends the connection. */
    void step(Runnable reading);

    /** All events of what was fed have come. Once, after {@link Demuxer#finish}. */
    void onDrained();

    /** The container cannot be taken apart any further. No call follows. */
    void onFailed(SourceEnd end);
  }

  /** Takes bytes in the order sent, in any slicing; the buffer is valid only during the call. */
  void feed(ByteBuffer bytes);

  /** What is fed next begins with a container's header, of the same container or another one. */
  void restart();

  /**
   * Nothing more is fed.
   *
   * @param orderly whether the publisher has closed in order; otherwise a container that is not
   *     complete is no fault of its own
   */
  void finish(boolean orderly);

  /** The header is complete, and the connection is one of this node's publishers. */
  default void admitted() {}

  /** Events are not wanted for now; those of what was fed already may still come. Idempotent. */
  void pause();

  /** Events are wanted again. Idempotent. */
  void resume();

  /** Ends it at once. Idempotent. */
  void close();

  /** Whether the container itself has said that nothing follows. */
  boolean isComplete();

  /** Bytes that have become events: of the container, or of a media worker's packet stream. */
  long bytesConsumed();

  /**
   * Whether what takes the container apart has not started yet. The publisher is not to blame for
   * that time.
   */
  default boolean isStarting() {
    return false;
  }
}
