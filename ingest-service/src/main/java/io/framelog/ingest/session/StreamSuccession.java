package io.framelog.ingest.session;

import io.framelog.log.Holder;
import io.framelog.log.LogException;
import io.framelog.log.StreamId;
import io.framelog.log.Succession;

/**
 * Whether a publisher may take a stream from the one that has it: always from a connection of this
 * node that is over; never on an exclusive stream whose publisher lives; else unless the stream
 * changes hands too often.
 *
 * @param again the publisher had the stream and lost it to a failed append: whoever has it now came
 *     later and keeps it
 */
record StreamSuccession(
    StreamId stream, PublishersHere publishers, StreamRules rules, TakeoverHold hold, boolean again)
    implements Succession {
  /** Somebody took the stream while its publisher had lost it. */
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
