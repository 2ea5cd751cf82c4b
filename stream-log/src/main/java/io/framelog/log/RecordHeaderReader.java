package io.framelog.log;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads one record's headers strictly; exceptions name topic, offset and header. */
record RecordHeaderReader(ConsumerRecord<byte[], byte[]> record) {
  private static final TypeReference<List<TrackInfo>> TRACKS = new TypeReference<>() {};
  private static final TypeReference<List<IgnoredTrackInfo>> IGNORED_TRACKS =
      new TypeReference<>() {};
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  String text(String name) {
    Header header = record.headers().lastHeader(name);
    if (header == null || header.value() == null) {
      throw bad(name, "missing", "a value");
    }
    return new String(header.value(), StandardCharsets.US_ASCII);
  }

  @Nullable String textOrNull(String name) {
    return record.headers().lastHeader(name) == null ? null : text(name);
  }

  void expect(String name, String value) {
    String found = text(name);
    if (!found.equals(value)) {
      throw bad(name, found, value);
    }
  }

  LogId logId() {
    String text = text("log");
    try {
      return new LogId(text);
    } catch (IllegalArgumentException e) {
      throw bad("log", text, "8 of A-Z a-z 0-9 _ -");
    }
  }

  long number(String name) {
    String text = text(name);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw bad(name, text, "a whole number");
    }
  }

  /** The number in a header, or a default for records of earlier writers without it. */
  long numberOr(String name, long missing) {
    return record.headers().lastHeader(name) == null ? missing : number(name);
  }

  long countOr(String name, long missing) {
    return record.headers().lastHeader(name) == null ? missing : count(name);
  }

  long count(String name) {
    long value = number(name);
    if (value < 0) {
      throw bad(name, Long.toString(value), "0 or more");
    }
    return value;
  }

  int smallCount(String name) {
    long value = count(name);
    if (value > Integer.MAX_VALUE) {
      throw bad(name, Long.toString(value), "0 to " + Integer.MAX_VALUE);
    }
    return (int) value;
  }

  List<TrackInfo> tracks() {
    Header header = record.headers().lastHeader("tracks");
    if (header == null || header.value() == null) {
      throw bad("tracks", "missing", "JSON");
    }
    try {
      return JSON.readValue(header.value(), TRACKS);
    } catch (IOException e) {
      throw new LogException.BadRecord(
          "record cannot be parsed " + where() + " header=tracks, expected JSON", e);
    }
  }

  /** Empty if the header is missing or has another format, because it is only for people. */
  List<IgnoredTrackInfo> ignoredTracks() {
    Header header = record.headers().lastHeader("ignored-tracks");
    if (header == null || header.value() == null) {
      return List.of();
    }
    try {
      List<IgnoredTrackInfo> ignored = JSON.readValue(header.value(), IGNORED_TRACKS);
      return ignored == null || ignored.contains(null) ? List.of() : ignored;
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The init segment; empty in an image stream, which has none. */
  ByteBuffer initSegment() {
    return text("mime").startsWith("image/") ? ByteBuffer.allocate(0) : payload();
  }

  ByteBuffer payload() {
    byte[] value = record.value();
    if (value == null || value.length == 0) {
      throw bad("value", "empty", "payload bytes");
    }
    return ByteBuffer.wrap(value);
  }

  LogException.BadRecord bad(String name, String found, String expected) {
    return new LogException.BadRecord(
        "record cannot be parsed "
            + where()
            + " header="
            + name
            + " found="
            + shortened(found)
            + ", expected "
            + expected);
  }

  private String where() {
    return "topic=" + record.topic() + " offset=" + record.offset();
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
