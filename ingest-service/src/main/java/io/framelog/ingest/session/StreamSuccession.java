package io.framelog.ingest.session;

import io.framelog.log.Holder;
import io.framelog.log.LogException;
import io.framelog.log.StreamId;
import io.framelog.log.Succession;

/**
 * Decides whether a publisher may take over a stream: always from a connection of this node that
 * has ended; never an exclusive stream whose publisher is live; otherwise unless the stream is
 * taken over too often.
 *
 * @param again the publisher lost the stream to a failed append: the current holder connected later
 *     and keeps it
 */
record StreamSuccession(
    StreamId stream, PublishersHere publishers, StreamRules rules, TakeoverHold hold, boolean again)
    implements Succession {
  /** Another publisher took over the stream after this one had lost it. */
  static final class TakenOver extends LogException.Refused {
    private static final long serialVersionUID = 1L;

    TakenOver(String message) {
      super(message);
    }
  }

  @Override
  public int replace(Holder holder) {
    SessionOwner owner = SessionOwner.parse(holder.owner());
    if (publishers.isGone(owner)) {
      return 0;
    }
    if (again) {
      throw new TakenOver(
          "another publisher took the stream stream=" + stream + " publisher=" + holder.owner());
    }
    if (rules.keeps(stream, owner)) {
      throw new LogException.Refused(
          "stream is exclusive and has a publisher stream="
              + stream
              + " publisher="
              + holder.owner());
    }
    return hold.replace(stream, holder, publishers.isSilent(owner));
  }
}
