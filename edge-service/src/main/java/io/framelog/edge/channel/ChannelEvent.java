package io.framelog.edge.channel;

import io.framelog.edge.frame.SharedFrame;
import io.framelog.log.Position;
import java.nio.ByteBuffer;

/**
 * One event of a stream as it is delivered to viewers, with frames that all of them share.
 * Reference-counted as a whole: created with one reference, which its creator owns.
 */
public sealed interface ChannelEvent {
  /** Offset of the log record that caused it. */
  long offset();

  ChannelEvent retain();

  void release();

  /** Bytes of its frames. */
  int size();

  /**
   * A chunk begins. Created when its first part is there, so that a player never waits between the
   * two.
   *
   * @param offset of its first part
   * @param position of its header
   * @param disc number of changes of session or init segment so far
   * @param init the init segment, to detect whether it has changed
   * @param start the {@code start} message
   * @param initFrame the init segment
   * @param announcement the {@code chunk} message
   */
  record ChunkOpened(
      long offset,
      Position position,
      long chunk,
      int disc,
      String mime,
      ByteBuffer init,
      SharedFrame start,
      SharedFrame initFrame,
      SharedFrame announcement)
      implements ChannelEvent {
    @Override
    public ChannelEvent retain() {
      start.retain();
      initFrame.retain();
      announcement.retain();
      return this;
    }

    @Override
    public void release() {
      start.release();
      initFrame.release();
      announcement.release();
    }

    @Override
    public int size() {
      return start.size() + initFrame.size() + announcement.size();
    }

    /** Whether a player that has the other's init segment can append this one's parts. */
    public boolean continues(ChunkOpened other) {
      return mime.equals(other.mime) && init.equals(other.init);
    }
  }

  /**
   * The log continues a chunk that was interrupted by a silence of the publisher, see {@link
   * PublisherSilent}. Only viewers that received all of its earlier parts can use it.
   *
   * @param chunk as it was opened, but with the offset of the part that follows
   */
  record ChunkResumed(ChunkOpened chunk) implements ChannelEvent {
    @Override
    public long offset() {
      return chunk.offset();
    }

    @Override
    public ChannelEvent retain() {
      chunk.retain();
      return this;
    }

    @Override
    public void release() {
      chunk.release();
    }

    @Override
    public int size() {
      return chunk.size();
    }
  }

  /** An event of one message. */
  sealed interface Single extends ChannelEvent {
    SharedFrame frame();

    @Override
    default ChannelEvent retain() {
      frame().retain();
      return this;
    }

    @Override
    default void release() {
      frame().release();
    }

    @Override
    default int size() {
      return frame().size();
    }
  }

  /** Media bytes that can be appended to those of the part before. */
  record PartArrived(long offset, long chunk, long ptsUs, SharedFrame frame) implements Single {}

  /** Media is missing here; playback continues with a {@link ChunkOpened}. */
  record GapFound(long offset, GapReason reason, SharedFrame frame) implements Single {}

  /**
   * The session is over.
   *
   * @param mayReturn whether its publisher dropped and may reconnect
   */
  record SessionEnded(long offset, boolean mayReturn, SharedFrame frame) implements Single {}

  /**
   * The publisher's node sends no heartbeats any more; viewers are sent an {@code end}. If the log
   * continues nevertheless, a {@link ChunkResumed} or {@link ChunkOpened} follows.
   */
  record PublisherSilent(long offset, SharedFrame frame) implements Single {}

  /** Nobody publishes. It has no record of its own and sorts after all others. */
  record StreamOffline(SharedFrame frame) implements Single {
    @Override
    public long offset() {
      return Long.MAX_VALUE;
    }
  }
}
