package io.framelog.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.log.ClaimModel.Phase;
import io.framelog.log.ClaimModel.Publisher;
import io.framelog.log.ClaimModel.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Explores every order of the steps of {@link ClaimModel} up to a depth, each state once, and
 * checks the invariants in each.
 */
class ClaimModelTest {
  private static final int DEPTH = 12;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void invariantsHoldInEveryOrder(boolean exclusive) {
    ClaimModel model = new ClaimModel(exclusive);
    Set<State> seen = new HashSet<>();
    List<State> now = List.of(State.initial());
    for (int depth = 0; depth <= DEPTH; depth++) {
      List<State> next = new ArrayList<>();
      for (State state : now) {
        if (seen.add(state)) {
          try {
            check(state, model, exclusive);
          } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("in state " + describe(state), e);
          }
          next.addAll(model.next(state));
        }
      }
      now = next;
    }
    assertThat(seen).hasSizeGreaterThan(10_000);
  }

  private static void check(State state, ClaimModel model, boolean exclusive) {
    long[] inForce = inForce(state);
    List<LoggedRecord> counting = counting(state, inForce);
    fenceAgrees(state, counting);
    numbersRise(state, counting);
    heldIsTrue(state, inForce);
    readersAgree(state, counting);
    holdersHadTheStream(state, inForce);
    if (exclusive) {
      nobodyTookItFromALivingHolder(state, inForce);
    }
    somebodyCanClaim(state, counting);
    ownSessionsDoNotCount(state, model, inForce);
  }

  /**
   * The specification, independent of the code: a claim takes effect if no other claim did between
   * the offset up to which its claimant had read and itself.
   *
   * @return by offset, the session that has the stream after that record; -1 for none
   */
  private static long[] inForce(State state) {
    long[] sessions = new long[state.log().size()];
    long session = -1;
    for (LoggedRecord logged : state.log()) {
      if (logged.record() instanceof LogRecord.Claim claim && session < claim.fence()) {
        session = logged.offset();
      }
      sessions[(int) logged.offset()] = session;
    }
    return sessions;
  }

  /** Headers and parts of the session that has the stream. */
  private static List<LoggedRecord> counting(State state, long[] inForce) {
    return state.log().stream()
        .filter(logged -> isMedia(logged.record()))
        .filter(logged -> Fence.sessionOf(logged.record()) == inForce[(int) logged.offset()])
        .toList();
  }

  private static boolean isMedia(LogRecord record) {
    return record instanceof LogRecord.Header || record instanceof LogRecord.Part;
  }

  /** A reader of the whole log accepts exactly the records that count by the specification. */
  private static void fenceAgrees(State state, List<LoggedRecord> counting) {
    Fence fence = Fence.behind(0);
    List<LoggedRecord> admitted = state.log().stream().filter(fence::admits).toList();
    assertThat(admitted.stream().filter(logged -> isMedia(logged.record())).toList())
        .isEqualTo(counting);
  }

  /**
   * Numbers rise, so an HLS URL, which contains a position or a {@code disc}, never has two
   * contents.
   */
  private static void numbersRise(State state, List<LoggedRecord> counting) {
    long chunk = -1;
    int disc = -1;
    for (LoggedRecord logged : counting) {
      if (logged.record() instanceof LogRecord.Header header) {
        assertThat(header.chunk()).as("chunk at %s", logged.offset()).isGreaterThan(chunk);
        assertThat(header.disc()).as("disc at %s", logged.offset()).isGreaterThan(disc);
        chunk = header.chunk();
        disc = header.disc();
      }
    }
    // Retention may have removed all records that contain the end of the timeline.
    long endUs = 0;
    for (LogRecord.Part part : state.cut() > 0 ? List.<LogRecord.Part>of() : given(counting)) {
      assertThat(part.ptsUs()).as("time of chunk %s", part.chunk()).isGreaterThanOrEqualTo(endUs);
      endUs = part.ptsUs() + part.durationUs();
    }
  }

  /** The parts that viewers get: after their chunk's header, without a gap. */
  private static List<LogRecord.Part> given(List<LoggedRecord> counting) {
    RecordSequence sequence = new RecordSequence();
    List<LogRecord.Part> given = new ArrayList<>();
    for (LoggedRecord logged : counting) {
      boolean accepted = sequence.next(logged.record()) == RecordSequence.Verdict.ACCEPT;
      if (accepted && logged.record() instanceof LogRecord.Part part) {
        given.add(part);
      }
    }
    return given;
  }

  private static void heldIsTrue(State state, long[] inForce) {
    for (LoggedRecord logged : state.log()) {
      if (isMedia(logged.record())) {
        assertThat(inForce[(int) logged.held()]).isEqualTo(Fence.sessionOf(logged.record()));
      }
    }
  }

  /**
   * A reader that joins now finds the newest header that counts, unless retention has removed the
   * proof; and one that began at any header got exactly the records that count.
   */
  private static void readersAgree(State state, List<LoggedRecord> counting) {
    List<LoggedRecord> headers =
        counting.stream()
            .filter(logged -> logged.offset() >= state.cut())
            .filter(logged -> logged.record() instanceof LogRecord.Header)
            .toList();
    ChunkFinder finder = new ChunkFinder(state.pieces(), state.cut());
    for (long end = state.cut(); end <= state.end(); end++) {
      long until = end;
      List<LoggedRecord> before = headers.stream().filter(h -> h.offset() < until).toList();
      joinsAt(finder.newestBefore(end), before, state, end, true);
      joinsAt(finder.oldest(end), before, state, end, false);
    }
    for (LoggedRecord header : headers) {
      RecordSequence sequence = new RecordSequence();
      List<LoggedRecord> given =
          state.log().subList((int) header.offset(), state.log().size()).stream()
              .filter(logged -> sequence.next(logged) != RecordSequence.Verdict.ZOMBIE)
              .filter(logged -> isMedia(logged.record()))
              .toList();
      assertThat(given)
          .isEqualTo(counting.stream().filter(l -> l.offset() >= header.offset()).toList());
    }
    RecordSequence anywhere = RecordSequence.fromAnywhere();
    for (LoggedRecord logged : state.log().subList((int) state.cut(), state.log().size())) {
      boolean given = anywhere.next(logged) != RecordSequence.Verdict.ZOMBIE;
      if (given && isMedia(logged.record())) {
        assertThat(counting).contains(logged);
      }
    }
  }

  private static void joinsAt(
      Optional<LoggedRecord> joined,
      List<LoggedRecord> headers,
      State state,
      long end,
      boolean newest) {
    joined.ifPresent(header -> assertThat(headers).contains(header));
    List<LoggedRecord> proven =
        headers.stream().filter(header -> isProven(state, header, end)).toList();
    if (!proven.isEmpty()) {
      assertThat(joined).contains(newest ? proven.get(proven.size() - 1) : proven.get(0));
    }
  }

  private static boolean isProven(State state, LoggedRecord header, long end) {
    return state.log().subList((int) state.cut(), (int) end).stream()
        .filter(logged -> isMedia(logged.record()))
        .filter(l -> Fence.sessionOf(l.record()) == Fence.sessionOf(header.record()))
        .anyMatch(logged -> logged.held() >= state.cut() - 1);
  }

  private static void holdersHadTheStream(State state, long[] inForce) {
    for (Publisher publisher : state.publishers()) {
      if (publisher.phase() == Phase.HOLDING) {
        assertThat(inForce[(int) publisher.session()]).isEqualTo(publisher.session());
      }
    }
  }

  /** A live holder keeps the stream unless it has ended. */
  private static void nobodyTookItFromALivingHolder(State state, long[] inForce) {
    long last = state.log().isEmpty() ? -1 : inForce[state.log().size() - 1];
    for (Publisher publisher : state.publishers()) {
      if (publisher.phase() == Phase.HOLDING && !hasSentItsEnd(publisher)) {
        assertThat(last).isEqualTo(publisher.session());
      }
    }
  }

  private static boolean hasSentItsEnd(Publisher publisher) {
    return publisher.onTheWay().stream().anyMatch(s -> s.record() instanceof LogRecord.End);
  }

  /** A new claimant can take the stream, with unused numbers. */
  private static void somebodyCanClaim(State state, List<LoggedRecord> counting) {
    LogTail tail = LogTail.read(state.pieces(), state.cut(), state.end());
    long fence = tail.next();
    State claimed = state.append(new LogRecord.Claim("c", fence, 0));
    LogTail again = LogTail.read(claimed.pieces(), claimed.cut(), fence);
    again.readTo(state.end());
    assertThat(again.isClaimedSince(fence)).isFalse();
    ClaimReadback next = again.readback(state.end());
    for (LoggedRecord logged : counting) {
      if (logged.record() instanceof LogRecord.Header header) {
        assertThat(next.nextChunk()).isGreaterThan(header.chunk());
        assertThat(next.nextDisc()).isGreaterThan(header.disc());
      }
    }
    for (LogRecord.Part part : state.cut() > 0 ? List.<LogRecord.Part>of() : given(counting)) {
      assertThat(next.endUs()).isGreaterThanOrEqualTo(part.ptsUs() + part.durationUs());
    }
  }

  /**
   * A publisher whose append failed may claim at once, if no other publisher has the stream. If
   * retention has removed claims, it may have to wait for a claim that took no effect.
   */
  private static void ownSessionsDoNotCount(State state, ClaimModel model, long[] inForce) {
    long last = state.log().isEmpty() ? -1 : inForce[state.log().size() - 1];
    for (int i = 0; i < 2; i++) {
      Publisher publisher = state.publishers().get(i);
      if (publisher.phase() == Phase.IDLE
          && last >= 0
          && last == publisher.session()
          && state.cut() == 0) {
        assertThat(model.mayClaim(state, i)).isTrue();
      }
    }
  }

  private static String describe(State state) {
    StringBuilder text = new StringBuilder("cut " + state.cut());
    for (LoggedRecord logged : state.log()) {
      LogRecord record = logged.record();
      text.append("\n  ")
          .append(logged.offset())
          .append(" held ")
          .append(logged.held())
          .append(' ');
      if (record instanceof LogRecord.Header header) {
        text.append("header " + header.session() + " chunk " + header.chunk());
        text.append(" disc " + header.disc());
      } else {
        text.append(record);
      }
    }
    state.publishers().forEach(p -> text.append("\n  ").append(p));
    return text.toString();
  }
}
