package io.framelog.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model of two publishers and one log, small enough to explore every order of their steps.
 * Publishers and readers use the production classes; only Kafka is replaced by a list.
 *
 * <pre>
 *   IDLE ─ read ─▶ READ ─ claim lands ─▶ CLAIMED ─ confirm ─┬─▶ HOLDING ─ end ─▶ IDLE
 *    ▲                                                      │      │ append fails, or foreign
 *    └──────────── took no effect ──────────────────────────┘      │ records end the session
 *    ▲─────────────────────────────────────────────────────────────┘
 *   any ─ crash ─▶ DEAD, and appends in flight may still land
 * </pre>
 */
final class ClaimModel {
  enum Phase {
    IDLE,
    READ,
    CLAIMED,
    HOLDING,
    DEAD
  }

  /** A publisher. Immutable. */
  record Publisher(
      String owner,
      Phase phase,
      long cutWhenRead,
      long fence,
      long session,
      long held,
      long acknowledged,
      long chunk,
      int disc,
      long endUs,
      int parts,
      List<Sent> onTheWay) {
    static Publisher idle(String owner) {
      return new Publisher(owner, Phase.IDLE, 0, 0, -1, -1, -1, 0, 0, 0, -1, List.of());
    }

    Publisher in(Phase next) {
      return new Publisher(
          owner,
          next,
          cutWhenRead,
          fence,
          session,
          held,
          acknowledged,
          chunk,
          disc,
          endUs,
          parts,
          onTheWay);
    }

    Publisher sending(List<Sent> now) {
      return new Publisher(
          owner,
          phase,
          cutWhenRead,
          fence,
          session,
          held,
          acknowledged,
          chunk,
          disc,
          endUs,
          parts,
          now);
    }

    Publisher hasRead(long cut, long end) {
      return new Publisher(owner, Phase.READ, cut, end, -1, -1, -1, 0, 0, 0, -1, onTheWay);
    }

    Publisher hasClaimed(long at) {
      return new Publisher(
          owner, Phase.CLAIMED, cutWhenRead, fence, at, at, at, 0, 0, 0, -1, onTheWay);
    }

    Publisher holds(ClaimReadback from) {
      return new Publisher(
          owner,
          Phase.HOLDING,
          cutWhenRead,
          fence,
          session,
          session,
          session,
          from.nextChunk() - 1,
          from.nextDisc() - 1,
          from.endUs(),
          -1,
          onTheWay);
    }

    Publisher hasSent(LogRecord record) {
      List<Sent> now = new ArrayList<>(onTheWay);
      now.add(new Sent(record, held));
      if (record instanceof LogRecord.Header header) {
        return new Publisher(
            owner,
            phase,
            cutWhenRead,
            fence,
            session,
            held,
            acknowledged,
            header.chunk(),
            header.disc(),
            endUs,
            0,
            List.copyOf(now));
      }
      long end = record instanceof LogRecord.Part part ? part.ptsUs() + part.durationUs() : endUs;
      return new Publisher(
          owner,
          phase,
          cutWhenRead,
          fence,
          session,
          held,
          acknowledged,
          chunk,
          disc,
          end,
          parts + 1,
          List.copyOf(now));
    }

    Publisher acknowledged(long offset) {
      return new Publisher(
          owner,
          phase,
          cutWhenRead,
          fence,
          session,
          offset,
          offset,
          chunk,
          disc,
          endUs,
          parts,
          onTheWay);
    }

    boolean isAlive() {
      return phase != Phase.DEAD;
    }
  }

  /** A record in flight to the log. */
  record Sent(LogRecord record, long held) {}

  /** The state of the model. Immutable. */
  record State(List<LoggedRecord> log, long cut, List<Publisher> publishers) {
    static State initial() {
      return new State(List.of(), 0, List.of(Publisher.idle("a"), Publisher.idle("b")));
    }

    long end() {
      return log.size();
    }

    LogPieces pieces() {
      return pieces(cut);
    }

    LogPieces pieces(long begin) {
      return (from, until, taker) -> {
        if (from < until && from < begin) {
          throw new LogException.PositionGone("offset " + from + " is cut");
        }
        for (long offset = from; offset < until; offset++) {
          if (!taker.take(log.get((int) offset))) {
            return;
          }
        }
      };
    }

    State with(int index, Publisher publisher) {
      List<Publisher> now = new ArrayList<>(publishers);
      now.set(index, publisher);
      return new State(log, cut, List.copyOf(now));
    }

    State append(LogRecord record) {
      return append(record, LoggedRecord.NOT_SAID, "");
    }

    State append(LogRecord record, long held, String owner) {
      List<LoggedRecord> now = new ArrayList<>(log);
      boolean header = record instanceof LogRecord.Header;
      now.add(new LoggedRecord(log.size(), log.size(), record, held, header ? owner : null));
      return new State(List.copyOf(now), cut, publishers);
    }

    State cutAt(long offset) {
      return new State(log, offset, publishers);
    }
  }

  private final boolean exclusive;

  ClaimModel(boolean exclusive) {
    this.exclusive = exclusive;
  }

  /** All states that are reachable in one step. */
  List<State> next(State state) {
    List<State> found = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      steps(state, i, found);
    }
    // Retention happens once, to limit the number of states.
    if (state.cut() == 0) {
      for (long offset = 1; offset <= mostCut(state); offset++) {
        found.add(state.cutAt(offset));
      }
    }
    return found;
  }

  /**
   * The highest offset that retention may remove: the retention time is longer than a live
   * publisher's silence, its chunks, and its appends in flight.
   */
  private static long mostCut(State state) {
    long most = state.end();
    for (Publisher publisher : state.publishers()) {
      if (publisher.phase() == Phase.CLAIMED || publisher.phase() == Phase.HOLDING) {
        most =
            Math.min(most, Math.max(publisher.session(), lastHeader(state, publisher.session())));
      }
    }
    return most;
  }

  private static long lastHeader(State state, long session) {
    return state.log().stream()
        .filter(logged -> logged.record() instanceof LogRecord.Header)
        .filter(logged -> Fence.sessionOf(logged.record()) == session)
        .mapToLong(LoggedRecord::held)
        .max()
        .orElse(0);
  }

  private void steps(State state, int i, List<State> found) {
    Publisher publisher = state.publishers().get(i);
    if (!publisher.onTheWay().isEmpty()) {
      found.add(landed(state, i));
    }
    switch (publisher.phase()) {
      case IDLE -> {
        if (mayClaim(state, i)) {
          found.add(state.with(i, publisher.hasRead(state.cut(), state.end())));
        }
      }
      case READ -> {
        LogRecord.Claim claim = new LogRecord.Claim(publisher.owner(), publisher.fence(), 0);
        long at = state.end();
        found.add(state.append(claim).with(i, publisher.hasClaimed(at)));
        // It crashes, and the claim may be appended later.
        List<Sent> late = new ArrayList<>(publisher.onTheWay());
        late.add(new Sent(claim, LoggedRecord.NOT_SAID));
        found.add(state.with(i, publisher.in(Phase.DEAD).sending(List.copyOf(late))));
      }
      case CLAIMED -> found.add(confirmed(state, i));
      case HOLDING -> writes(state, i, found);
      case DEAD -> {
        // only appends in flight may follow
      }
    }
    if (publisher.phase() == Phase.CLAIMED || publisher.phase() == Phase.HOLDING) {
      found.add(state.with(i, publisher.in(Phase.DEAD)));
    }
  }

  /** Whether the publisher, having read the log, would append a claim. */
  boolean mayClaim(State state, int i) {
    Publisher publisher = state.publishers().get(i);
    Optional<Holder> holder =
        LogTail.read(state.pieces(), state.cut(), state.end()).holderBesides(publisher.owner());
    return !exclusive
        || holder.isEmpty()
        || state.publishers().stream()
            .noneMatch(p -> p.isAlive() && p.owner().equals(holder.get().owner()));
  }

  private State confirmed(State state, int i) {
    Publisher publisher = state.publishers().get(i);
    LogTail tail =
        LogTail.read(
            state.pieces(publisher.cutWhenRead()), publisher.cutWhenRead(), publisher.fence());
    tail.readTo(publisher.session());
    if (tail.isClaimedSince(publisher.fence())) {
      return state
          .append(new LogRecord.End(publisher.session(), 0, LogRecord.End.REFUSED))
          .with(i, publisher.in(Phase.IDLE));
    }
    return state.with(i, publisher.holds(tail.readback(publisher.session())));
  }

  private static void writes(State state, int i, List<State> found) {
    Publisher publisher = state.publishers().get(i);
    if (publisher.onTheWay().size() < 2) {
      for (LogRecord record : possible(publisher)) {
        State sent = state.with(i, publisher.hasSent(record));
        found.add(sent);
        if (publisher.onTheWay().isEmpty()) {
          found.add(landed(sent, i));
        }
      }
    }
    // An append fails; the ones after it may still land.
    if (!publisher.onTheWay().isEmpty()) {
      List<Sent> rest = publisher.onTheWay().subList(1, publisher.onTheWay().size());
      found.add(state.with(i, publisher.in(Phase.IDLE).sending(List.copyOf(rest))));
    }
  }

  /** Each header of a session has another init segment, and therefore its own {@code disc}. */
  private static List<LogRecord> possible(Publisher p) {
    LogRecord header = Media.header(p.session(), p.chunk() + 1, p.disc() + 1);
    if (p.parts() < 0) {
      return List.of(header);
    }
    LogRecord part =
        new LogRecord.Part(p.session(), p.chunk(), p.parts(), p.parts() + 1, p.endUs(), 1, MEDIA);
    return p.parts() == 0
        ? List.of(part)
        : List.of(header, new LogRecord.End(p.session(), p.parts() + 1, "finished"));
  }

  private static final java.nio.ByteBuffer MEDIA = java.nio.ByteBuffer.wrap(new byte[] {1});

  private static State landed(State state, int i) {
    Publisher publisher = state.publishers().get(i);
    Sent first = publisher.onTheWay().get(0);
    Publisher left =
        publisher.sending(
            List.copyOf(publisher.onTheWay().subList(1, publisher.onTheWay().size())));
    State now = state.append(first.record(), first.held(), publisher.owner()).with(i, left);
    boolean own = Fence.sessionOf(first.record()) == publisher.session();
    return publisher.phase() == Phase.HOLDING && own
        ? now.with(i, acknowledged(now, left, first.record()))
        : now;
  }

  /** Handles an acknowledgement: the publisher reads the records that others wrote before. */
  private static Publisher acknowledged(State state, Publisher publisher, LogRecord record) {
    long offset = state.end() - 1;
    long expected = publisher.acknowledged() + 1;
    if (offset > expected && expected >= state.cut()) {
      Fence fence = Fence.behind(publisher.session());
      state.pieces().forEach(expected, offset, fence::admits);
      if (fence.lowest() > publisher.session()) {
        return publisher.in(Phase.IDLE);
      }
    }
    return record instanceof LogRecord.End
        ? publisher.in(Phase.IDLE)
        : publisher.acknowledged(offset);
  }
}
