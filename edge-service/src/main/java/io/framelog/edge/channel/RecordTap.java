package io.framelog.edge.channel;

import io.framelog.log.LogId;
import io.framelog.log.LoggedRecord;
import java.util.List;

/**
 * For whoever needs a channel's records as the log has them, not what viewers are given of them.
 */
@FunctionalInterface
public interface RecordTap {
  /**
   * Records in offset order, at least one; where some are missing between two calls, the channel
   * has left them out. On the log's thread, under the channel's lock: must not block.
   */
  void onRecords(LogId log, List<LoggedRecord> records);

  /**
   * The log has lost its end: offsets come again, of other records. Called as {@link #onRecords}.
   */
  default void onTailLost() {}
}
