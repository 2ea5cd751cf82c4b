package io.framelog.log;

import java.util.regex.Pattern;
import org.apache.kafka.common.Uuid;

/**
 * Identifies one life of a stream's log, which lasts until its topic is deleted: the first eight
 * characters of the Kafka topic id (KIP-516). So a position never points into a recreated stream.
 */
public record LogId(String value) {
  static final int LENGTH = 8;

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-]{8}");

  public LogId {
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException("log id is not valid, expected 8 of A-Z a-z 0-9 _ -");
    }
  }

  public static LogId of(Uuid topicId) {
    return new LogId(topicId.toString().substring(0, LENGTH));
  }

  @Override
  public String toString() {
    return value;
  }
}
