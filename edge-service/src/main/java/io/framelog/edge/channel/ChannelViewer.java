package io.framelog.edge.channel;

/** A viewer of a channel. All methods are called on the event loop it was attached with. */
public interface ChannelViewer {
  /**
   * The current chunk is about to be delivered at once; it does not count against the viewer's
   * queue.
   *
   * @param bytes of the chunk so far
   */
  void joining(long bytes);

  /**
   * Delivers the next event. The caller owns it; an implementation that keeps it takes a reference.
   */
  void deliver(ChannelEvent event);

  /** Events are missing: parts cannot be used until the next {@link ChannelEvent.ChunkOpened}. */
  void skip(GapReason reason);

  /**
   * Whether so many bytes are queued that a burst might not fit, and waiting may help. False for a
   * viewer that recently could not keep up.
   */
  boolean isCrowded();

  /** A batch has been delivered: flush. */
  void flush();
}
