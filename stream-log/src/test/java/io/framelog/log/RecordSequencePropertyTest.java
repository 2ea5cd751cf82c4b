package io.framelog.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class RecordSequencePropertyTest {
  /**
   * For any records, the accepted ones are complete chunks from their first part on, and session
   * numbers never decrease.
   */
  @Property
  void acceptsOnlyChunksWithoutGapsOfRisingSessions(@ForAll("anything") List<LogRecord> records) {
    RecordSequence sequence = new RecordSequence();
    LogRecord.Header chunk = null;
    int next = 0;
    for (LogRecord record : records) {
      RecordSequence.Verdict verdict = sequence.next(record);
      boolean accepted =
          verdict == RecordSequence.Verdict.ACCEPT
              || verdict == RecordSequence.Verdict.ACCEPT_AFTER_GAP;
      if (accepted && record instanceof LogRecord.Header header) {
        assertThat(chunk == null || header.session() >= chunk.session()).isTrue();
        chunk = header;
        next = 0;
      } else if (accepted && record instanceof LogRecord.Part part) {
        assertThat(chunk != null && part.session() == chunk.session()).isTrue();
        assertThat(chunk != null && part.chunk() == chunk.chunk()).isTrue();
        assertThat(part.part()).isEqualTo(next++);
      }
    }
  }

  /** A reader that starts anywhere is synchronized at the next header, without a gap. */
  @Property
  void isInStepWithinOneChunkFromAnyStart(
      @ForAll @IntRange(max = 59) int start, @ForAll @IntRange(min = 1, max = 9) int parts) {
    List<LogRecord> log = session(60, parts);
    int from = Math.min(start, log.size());
    RecordSequence sequence = new RecordSequence();

    int waited = 0;
    for (LogRecord record : log.subList(from, log.size())) {
      waited += sequence.next(record) == RecordSequence.Verdict.WAITING ? 1 : 0;
    }

    assertThat(sequence.gaps()).isZero();
    assertThat(waited).isLessThanOrEqualTo(parts);
  }

  /** Losing any one record of a session, other than the first and last, is reported by one gap. */
  @Property
  void reportsEveryLostRecord(
      @ForAll @IntRange(min = 1, max = 57) int lost,
      @ForAll @IntRange(min = 1, max = 9) int parts) {
    List<LogRecord> log = session(60, parts);
    RecordSequence sequence = new RecordSequence();

    for (int offset = 0; offset < log.size(); offset++) {
      if (offset != lost) {
        sequence.next(new LoggedRecord(offset, 0, log.get(offset)));
      }
    }

    assertThat(sequence.gaps()).isEqualTo(1);
  }

  @Provide
  Arbitrary<List<LogRecord>> anything() {
    Arbitrary<Long> sessions = Arbitraries.longs().between(0, 3);
    Arbitrary<Long> chunks = Arbitraries.longs().between(0, 3);
    Arbitrary<Integer> parts = Arbitraries.integers().between(0, 3);
    Arbitrary<LogRecord> headers =
        sessions.flatMap(s -> chunks.map(chunk -> Media.header(s, chunk, 0)));
    Arbitrary<LogRecord> media =
        sessions.flatMap(
            s -> chunks.flatMap(chunk -> parts.map(part -> Media.part(s, chunk, part, 0))));
    Arbitrary<LogRecord> ends = sessions.map(s -> new LogRecord.End(s, 0, "ended"));
    return Arbitraries.oneOf(List.of(headers, media, media, media, ends)).list().ofMaxSize(40);
  }

  private static List<LogRecord> session(int atLeast, int parts) {
    List<LogRecord> log = new ArrayList<>();
    for (long chunk = 0; log.size() < atLeast; chunk++) {
      log.addAll(Media.chunk(0, chunk, 0, parts, 0));
    }
    return log;
  }
}
