package io.framelog.log;

import java.util.List;

/** Takes what a reader finds, on the reader's thread; must not block. */
public interface RecordListener {
  /** Records in offset order, at least one. */
  void onRecords(List<LoggedRecord> records);

  /**
   * The reader cannot go on with this stream (deleted, position passed by retention). Told once, no
   * call follows.
   */
  void onLost(LogException reason);
}
