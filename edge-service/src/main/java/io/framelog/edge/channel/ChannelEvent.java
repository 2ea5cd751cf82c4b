package io.framelog.edge.channel;

import io.framelog.edge.frame.SharedFrame;
import io.framelog.log.Position;
import java.nio.ByteBuffer;

/**
 * One step of a stream as viewers are given it, with its frames made once. Reference-counted as a
 * whole: born with one reference that belongs to its maker.
 */
public sealed interface ChannelEvent {
  /** The record in the log that caused it. */
  long offset();

  ChannelEvent retain();

  void release();

  /** Bytes of its frames. */
  int size();

  /**
   * A chunk begins; made when its first part is there, so that a player never waits between the
   * two.
   *
   * @param offset of its first part
   * @param position of its header
   * @param disc changes of session or init segment so far
   * @param init the init segment, to tell whether it changed
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

    /** Whether a player that was given the other's init segment can append this one's parts. */
    public boolean continues(ChunkOpened other) {
      return mime.equals(other.mime) && init.equals(other.init);
    }
  }

  /**
   * The log goes on with a chunk in whose middle the publisher was not heard for a while, see
   * {@link PublisherSilent}: of use only to those who were given all its parts before.
   *
   * @param chunk as it was opened, but for the offset: of the part that follows
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

  /** What takes one message to tell. */
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

  /** Appendable bytes. */
  record PartArrived(long offset, long chunk, long ptsUs, SharedFrame frame) implements Single {}

  /** Media is missing here; the next thing played is a {@link ChunkOpened}. */
  record GapFound(long offset, GapReason reason, SharedFrame frame) implements Single {}

  /**
   * The session is over.
   *
   * @param mayReturn whether its publisher dropped and is waited for
   */
  record SessionEnded(long offset, boolean mayReturn, SharedFrame frame) implements Single {}

  /**
   * The publisher's node is not heard any more, which viewers are sent as an {@code end}. Where the
   * log goes on nevertheless, so do they: with {@link ChunkResumed} or {@link ChunkOpened}.
   */
  record PublisherSilent(long offset, SharedFrame frame) implements Single {}

  /** Nobody publishes; of no record, later than all. */
  record StreamOffline(SharedFrame frame) implements Single {
    @Override
    public long offset() {
      return Long.MAX_VALUE;
    }
  }
}
