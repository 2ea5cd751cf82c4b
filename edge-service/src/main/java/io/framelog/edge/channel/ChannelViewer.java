package io.framelog.edge.channel;

/** One who watches a channel. Every call comes on the event loop it was attached with. */
public interface ChannelViewer {
  /**
   * The current chunk comes, all at once; it need not count as falling behind.
   *
   * @param bytes of the chunk so far
   */
  void joining(long bytes);

  /** What comes next; the event is the caller's, keep a reference of your own. */
  void deliver(ChannelEvent event);

  /**
   * What follows {@link #deliver}ed earlier is cut: parts are of no use until the next {@link
   * ChannelEvent.ChunkOpened}.
   */
  void skip(GapReason reason);

  /**
   * Whether so much waits for its socket that a burst might not fit, and waiting may help: a viewer
   * that has lately shown that it cannot keep up says no.
   */
  boolean isCrowded();

  /** A batch is over: flush. */
  void flush();
}
