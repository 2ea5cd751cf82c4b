package io.framelog.log;

import java.util.List;

/** Receives the records of a followed stream, on the reader's thread; must not block. */
public interface RecordListener {
  /** Records in offset order, at least one. */
  void onRecords(List<LoggedRecord> records);

  /**
   * Whether more may be read. Called after {@link #onRecords} and, while it returns false,
   * repeatedly. Meanwhile the stream is not fetched, apart from a fetch in flight, and other
   * streams are still read. A listener that holds back records may use the call to process them.
   */
  default boolean mayRead() {
    return true;
  }

  /**
   * The reader cannot continue with this stream, because it was deleted or retention has removed
   * the position. Called once; no other call follows.
   */
  void onLost(LogException reason);
}
