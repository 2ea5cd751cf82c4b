package io.framelog.ingest.demux;

import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.media.MediaEventSink;
import io.framelog.media.container.ParserLimits;
import java.nio.ByteBuffer;

/**
 * Demuxes one publisher's container, and pauses the source while the session takes no events.
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
   * The environment of a demuxer.
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

  /** The session, as its demuxer sees it. */
  interface Listener {
    /** Runs a step that emits media events. An exception of the step ends the connection. */
    void step(Runnable reading);

    /** All events of the bytes fed were emitted. Called once, after {@link Demuxer#finish}. */
    void onDrained();

    /** The container cannot be demuxed any further. No call follows. */
    void onFailed(SourceEnd end);
  }

  /** Takes bytes in the order sent, split anywhere; the buffer is valid only during the call. */
  void feed(ByteBuffer bytes);

  /** The bytes fed next begin with a container's header, of the same container or another one. */
  void restart();

  /**
   * Nothing more is fed.
   *
   * @param orderly whether the publisher closed the connection normally; if not, an incomplete
   *     container is no error
   */
  void finish(boolean orderly);

  /** The header is complete, and the connection counts as one of this node's publishers. */
  default void admitted() {}

  /** Pauses the events; those of bytes fed already may still be emitted. Idempotent. */
  void pause();

  /** Resumes the events. Idempotent. */
  void resume();

  /** Ends it at once. Idempotent. */
  void close();

  /** Whether the container has signalled its end. */
  boolean isComplete();

  /** Bytes parsed so far: of the container, or of a media worker's packet stream. */
  long bytesConsumed();

  /**
   * Whether the process that demuxes the container is still starting. That time does not count
   * against the publisher.
   */
  default boolean isStarting() {
    return false;
  }
}
