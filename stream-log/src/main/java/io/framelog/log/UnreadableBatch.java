package io.framelog.log;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells a batch that the consumer cannot pass, because its checksum is wrong for one, from other
 * failures of a poll. The consumer names the partition in the message alone, and fails in the same
 * way at each poll, for all partitions, until it is made to seek past the batch.
 */
final class UnreadableBatch {
  private UnreadableBatch() {}

  /**
   * The partition of such a batch; it is at the consumer's position or, where that is inside of the
   * batch, before it.
   *
   * @param read the partitions that are read
   */
  static Optional<TopicPartition> in(KafkaException failure, Collection<TopicPartition> read) {
    // Refusals, time-outs and the like have classes of their own.
    if (failure.getClass() != KafkaException.class) {
      return Optional.empty();
    }
    String message = String.valueOf(failure.getMessage());
    return read.stream()
        .filter(partition -> message.contains(partition.toString()))
        // One partition's name may be part of another's.
        .max(Comparator.comparingInt(partition -> partition.toString().length()));
  }

  /** A sentence for a record of such a batch. */
  static String at(long offset, KafkaException failure) {
    return "its batch cannot be read offset=" + offset + " reason=" + reason(failure);
  }

  /** Why, in the words of the innermost failure. */
  private static String reason(KafkaException failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
