package io.framelog.log;

import static io.framelog.log.RecordSequence.Verdict.ACCEPT;
import static io.framelog.log.RecordSequence.Verdict.ACCEPT_AFTER_GAP;
import static io.framelog.log.RecordSequence.Verdict.GAP;
import static io.framelog.log.RecordSequence.Verdict.REPEATED;
import static io.framelog.log.RecordSequence.Verdict.WAITING;
import static io.framelog.log.RecordSequence.Verdict.ZOMBIE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordSequenceTest {
  private final RecordSequence sequence = new RecordSequence();

  @Test
  void acceptsASessionInOrder() {
    assertThat(verdicts(claim(), header(0, 0), part(0, 0, 0), part(0, 0, 1), header(0, 1), end(0)))
        .containsExactly(ACCEPT, ACCEPT, ACCEPT, ACCEPT, ACCEPT, ACCEPT);
  }

  @Test
  void waitsForTheFirstHeaderWithoutReportingAGap() {
    assertThat(verdicts(part(0, 3, 7), part(0, 3, 8), header(0, 4), part(0, 4, 0)))
        .containsExactly(WAITING, WAITING, ACCEPT, ACCEPT);
    assertThat(sequence.waited()).isEqualTo(2);
    assertThat(sequence.gaps()).isZero();
  }

  @Test
  void reportsAMissingPartOnceAndWaitsForTheNextHeader() {
    assertThat(
            verdicts(
                header(0, 0),
                part(0, 0, 0),
                part(0, 0, 2),
                part(0, 0, 3),
                header(0, 1),
                part(0, 1, 0)))
        .containsExactly(ACCEPT, ACCEPT, GAP, WAITING, ACCEPT, ACCEPT);
    assertThat(sequence.gaps()).isEqualTo(1);
  }

  @Test
  void reportsMissingChunksAtTheNextHeader() {
    assertThat(verdicts(header(0, 0), part(0, 0, 0), header(0, 2)))
        .containsExactly(ACCEPT, ACCEPT, ACCEPT_AFTER_GAP);
  }

  @Test
  void aPartOfAnotherChunkIsAGap() {
    assertThat(verdicts(header(0, 0), part(0, 1, 0))).containsExactly(ACCEPT, GAP);
  }

  @Test
  void skipsLateRecordsWithoutLosingItsPosition() {
    assertThat(
            verdicts(
                header(0, 0),
                claim(),
                header(5, 1),
                part(5, 1, 0),
                part(0, 0, 0),
                header(0, 1),
                end(0),
                part(5, 1, 1)))
        .containsExactly(ACCEPT, ACCEPT, ACCEPT_AFTER_GAP, ACCEPT, ZOMBIE, ZOMBIE, ZOMBIE, ACCEPT);
    assertThat(sequence.zombies()).isEqualTo(3);
  }

  @Test
  void dropsRecordsThatAMirrorRepeats() {
    assertThat(
            verdicts(
                header(0, 0),
                part(0, 0, 0),
                header(0, 1),
                part(0, 1, 0),
                header(0, 0),
                part(0, 0, 0),
                header(0, 1),
                part(0, 1, 0),
                part(0, 1, 1)))
        .containsExactly(
            ACCEPT, ACCEPT, ACCEPT, ACCEPT, REPEATED, REPEATED, REPEATED, REPEATED, ACCEPT);
    assertThat(sequence.repeats()).isEqualTo(4);
    assertThat(sequence.gaps()).isZero();
  }

  @Test
  void aSessionAfterAnEndedOneIsNotAGap() {
    assertThat(verdicts(header(0, 0), end(0), claim(), header(3, 1)))
        .containsExactly(ACCEPT, ACCEPT, ACCEPT, ACCEPT);
  }

  @Test
  void aSessionAfterOneWithoutAnEndIsAGap() {
    assertThat(verdicts(header(0, 0), claim(), header(3, 1)))
        .containsExactly(ACCEPT, ACCEPT, ACCEPT_AFTER_GAP);
  }

  @Test
  void aRefusedClaimChangesNothing() {
    assertThat(verdicts(header(0, 0), claim(), end(2), part(0, 0, 0)))
        .containsExactly(ACCEPT, ACCEPT, ACCEPT, ACCEPT);
  }

  @Test
  void aPartAfterItsSessionsEndIsAGap() {
    assertThat(verdicts(header(0, 0), end(0), part(0, 0, 0))).containsExactly(ACCEPT, ACCEPT, GAP);
  }

  private List<RecordSequence.Verdict> verdicts(LogRecord... records) {
    return Arrays.stream(records).map(sequence::next).toList();
  }

  private static LogRecord claim() {
    return new LogRecord.Claim("node/connection");
  }

  private static LogRecord header(long session, long chunk) {
    return Media.header(session, chunk, 0);
  }

  private static LogRecord part(long session, long chunk, int part) {
    return Media.part(session, chunk, part, 0);
  }

  private static LogRecord end(long session) {
    return new LogRecord.End(session, 0, "ended");
  }
}
