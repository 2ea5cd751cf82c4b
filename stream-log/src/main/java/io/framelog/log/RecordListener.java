package io.framelog.log;

import java.util.List;

/** Takes what a reader finds, on the reader's thread; must not block. */
public interface RecordListener {
  /** Records in offset order, at least one. */
  void onRecords(List<LoggedRecord> records);

  /**
   * Whether more may be read. Asked after {@link #onRecords} and, while the answer is no, again and
   * again; meanwhile nothing of the stream is fetched beyond what is on its way, and other streams
   * are read on. A listener that holds records back may use the call to go on with them.
   */
  default boolean mayRead() {
    return true;
  }

  /**
   * The reader cannot go on with this stream (deleted, position passed by retention). Told once, no
   * call follows.
   */
  void onLost(LogException reason);
}
