package io.framelog.log;

import java.time.Instant;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The end of a stream's log. Code that deletes a log decides based on it, and compares it again
 * directly before the deletion.
 *
 * @param topicId of the topic, which identifies this life of the log
 * @param endOffset of the next record to be appended
 * @param newestAt timestamp of the newest record, by the clock of the ingest node that wrote it;
 *     absent when the log holds none
 */
public record LogEnd(StreamId stream, Uuid topicId, long endOffset, @Nullable Instant newestAt) {
  public LogId logId() {
    return LogId.of(topicId);
  }

  /** Whether the log has a record that was written after a time. */
  public boolean isWrittenAfter(Instant time) {
    return newestAt != null && newestAt.isAfter(time);
  }

  /** Whether a later end is of the same life of the log, and nothing has been appended since. */
  boolean isUnchanged(LogEnd later) {
    return topicId.equals(later.topicId) && endOffset == later.endOffset;
  }
}
