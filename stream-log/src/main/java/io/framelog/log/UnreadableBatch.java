package io.framelog.log;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Distinguishes a batch that the consumer cannot read, for example because of a wrong checksum,
 * from other failures of a poll. The consumer names the partition only in the message, and each
 * poll fails in the same way, for all partitions, until the caller seeks past the batch.
 */
final class UnreadableBatch {
  private UnreadableBatch() {}

  /**
   * The partition of an unreadable batch. The batch begins at the consumer's position, or before it
   * if the position is within the batch.
   *
   * @param read the assigned partitions
   */
  static Optional<TopicPartition> in(KafkaException failure, Collection<TopicPartition> read) {
    // Refusals, time-outs and similar failures have classes of their own.
    if (failure.getClass() != KafkaException.class) {
      return Optional.empty();
    }
    String message = String.valueOf(failure.getMessage());
    return read.stream()
        .filter(partition -> message.contains(partition.toString()))
        // One partition's name may be part of another's.
        .max(Comparator.comparingInt(partition -> partition.toString().length()));
  }

  /** A description of a record in an unreadable batch. */
  static String at(long offset, KafkaException failure) {
    return "its batch cannot be read offset=" + offset + " reason=" + reason(failure);
  }

  /** The message of the innermost cause. */
  private static String reason(KafkaException failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
