package io.framelog.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Record headers on Kafka ↔ {@link LogRecord}, wire format version 1:
 *
 * <pre>
 *   header        on                 value (ASCII)
 *   v             all                1
 *   log           all                id of the log that the record was written for
 *   kind          all                claim, header, part, end
 *   session       header, part, end  session number
 *   held          header, part, end  offset at which the session had the stream for certain
 *   chunk         header, part       chunk number
 *   disc          header             discontinuities so far
 *   part          part               index in the chunk
 *   back          part, end          records back to the chunk's header
 *   pts-us        part               µs
 *   duration-us   part               µs
 *   reach-us      part               µs; if absent, the part's end
 *   mime          header             full MIME type
 *   tracks        header             JSON
 *   wall-clock    header             ms since 1970
 *   spacing-ms    header             ms; if absent, unknown
 *   target-s      header             seconds; if absent, unknown
 *   owner         claim, header      text
 *   fence         claim              sessions with a lower number are over; if absent, none
 *   takeovers     claim              takeovers in a row; if absent, 0
 *   reason        end                text
 * </pre>
 *
 * <p>{@code log} identifies the log of every record: Kafka moves a consumer to a recreated topic of
 * the same name without an error, and only this header reveals that its bytes belong to another
 * log.
 *
 * <p>Strict: a record in any other form is a {@link LogException.BadRecord} with topic, offset and
 * header name. Characters outside ASCII are written as {@code ?}. Stateless.
 */
public final class LogRecordCodec {
  private static final byte[] VERSION = ascii("1");
  private static final byte[] CLAIM = ascii("claim");
  private static final byte[] HEADER = ascii("header");
  private static final byte[] PART = ascii("part");
  private static final byte[] END = ascii("end");
  private static final byte[] EMPTY = new byte[0];
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private LogRecordCodec() {}

  /**
   * Encodes a record; payload arrays are used without a copy.
   *
   * @param timestampMs the ingest node's clock, ms since 1970
   */
  public static ProducerRecord<byte[], byte[]> encode(
      StreamId stream, LogId log, long timestampMs, LogRecord record) {
    return encode(stream, log, timestampMs, record, null);
  }

  /**
   * Encodes a record of a session with a mark.
   *
   * @param mark null for a record without one
   */
  static ProducerRecord<byte[], byte[]> encode(
      StreamId stream, LogId log, long timestampMs, LogRecord record, @Nullable SessionMark mark) {
    Headers headers = new RecordHeaders();
    headers.add("v", VERSION).add("log", ascii(log.value()));
    byte[] value = EMPTY;
    if (record instanceof LogRecord.Part part) {
      headers.add("kind", PART);
      put(headers, "session", part.session());
      put(headers, "chunk", part.chunk());
      put(headers, "part", part.part());
      put(headers, "back", part.back());
      put(headers, "pts-us", part.ptsUs());
      put(headers, "duration-us", part.durationUs());
      put(headers, "reach-us", part.reachUs());
      value = array(part.data());
    } else if (record instanceof LogRecord.Header header) {
      headers.add("kind", HEADER);
      put(headers, "session", header.session());
      put(headers, "chunk", header.chunk());
      put(headers, "disc", header.disc());
      headers.add("mime", ascii(header.mime()));
      headers.add("tracks", json(header.tracks()));
      if (!header.ignoredTracks().isEmpty()) {
        headers.add("ignored-tracks", json(header.ignoredTracks()));
      }
      put(headers, "wall-clock", header.wallClockMs());
      put(headers, "spacing-ms", header.spacingMs());
      if (header.targetS() != LogRecord.Header.NOT_SAID) {
        put(headers, "target-s", header.targetS());
      }
      value = array(header.init());
    } else if (record instanceof LogRecord.Claim claim) {
      headers.add("kind", CLAIM).add("owner", ascii(claim.owner()));
      put(headers, "fence", claim.fence());
      put(headers, "takeovers", claim.takeovers());
    } else if (record instanceof LogRecord.End end) {
      headers.add("kind", END);
      put(headers, "session", end.session());
      put(headers, "back", end.back());
      headers.add("reason", ascii(end.reason()));
    }
    if (mark != null) {
      put(headers, "held", mark.held());
      if (record instanceof LogRecord.Header) {
        headers.add("owner", ascii(mark.owner()));
      }
    }
    return new ProducerRecord<>(
        StreamTopics.topicOf(stream), 0, timestampMs, ascii(stream.value()), value, headers);
  }

  /**
   * Decodes a record and the id of the log it was written for.
   *
   * @throws LogException.BadRecord naming topic, offset and header
   */
  public static Decoded decode(ConsumerRecord<byte[], byte[]> record) {
    RecordHeaderReader headers = new RecordHeaderReader(record);
    headers.expect("v", "1");
    LogId log = headers.logId();
    String kind = headers.text("kind");
    LogRecord decoded =
        switch (kind) {
          case "claim" ->
              new LogRecord.Claim(
                  headers.text("owner"),
                  headers.countOr("fence", 0),
                  (int) Math.min(headers.countOr("takeovers", 0), Integer.MAX_VALUE));
          case "header" ->
              new LogRecord.Header(
                  headers.count("session"),
                  headers.count("chunk"),
                  headers.smallCount("disc"),
                  headers.text("mime"),
                  headers.tracks(),
                  headers.ignoredTracks(),
                  headers.number("wall-clock"),
                  headers.countOr("spacing-ms", 0),
                  (int)
                      Math.min(
                          headers.countOr("target-s", LogRecord.Header.NOT_SAID),
                          Integer.MAX_VALUE),
                  headers.initSegment());
          case "part" -> part(headers);
          case "end" ->
              new LogRecord.End(
                  headers.count("session"), headers.smallCount("back"), headers.text("reason"));
          default -> throw headers.bad("kind", kind, "claim, header, part or end");
        };
    return new Decoded(
        log,
        new LoggedRecord(
            record.offset(),
            record.timestamp(),
            decoded,
            headers.countOr("held", LoggedRecord.NOT_SAID),
            decoded instanceof LogRecord.Header ? headers.textOrNull("owner") : null));
  }

  private static LogRecord.Part part(RecordHeaderReader headers) {
    long ptsUs = headers.number("pts-us");
    long durationUs = headers.count("duration-us");
    return new LogRecord.Part(
        headers.count("session"),
        headers.count("chunk"),
        headers.smallCount("part"),
        headers.smallCount("back"),
        ptsUs,
        durationUs,
        headers.numberOr("reach-us", ptsUs + durationUs),
        headers.payload());
  }

  /**
   * A record and the id of the log it was written for.
   *
   * @param log from the record itself, not from the topic it was read from
   */
  public record Decoded(LogId log, LoggedRecord logged) {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void put(Headers headers, String name, long value) {
    headers.add(name, ascii(Long.toString(value)));
  }

  private static byte[] json(List<?> tracks) {
    try {
      return JSON.writeValueAsBytes(tracks);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("tracks cannot be written as JSON: " + tracks, e);
    }
  }

  private static byte[] array(ByteBuffer payload) {
    if (payload.hasArray()
        && payload.arrayOffset() == 0
        && payload.position() == 0
        && payload.remaining() == payload.array().length) {
      return payload.array();
    }
    byte[] copy = new byte[payload.remaining()];
    payload.duplicate().get(copy);
    return copy;
  }
}
