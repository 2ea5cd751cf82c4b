package io.framelog.edge.channel;

import io.framelog.log.LogId;
import io.framelog.log.LoggedRecord;
import java.util.List;

/** Receives a channel's records as they are in the log, before they are translated for viewers. */
@FunctionalInterface
public interface RecordTap {
  /**
   * Records in offset order, at least one. Records may be missing between two calls, where the
   * channel skipped them. On the log's thread, under the channel's lock: must not block.
   */
  void onRecords(LogId log, List<LoggedRecord> records);

  /**
   * The log has lost its end: offsets are used again, by other records. Called like {@link
   * #onRecords}.
   */
  default void onTailLost() {}
}
