package io.framelog.ingest.session;

import io.framelog.log.Holder;
import io.framelog.log.LogException;
import io.framelog.log.StreamId;
import io.framelog.log.Succession;

/**
 * Whether a publisher may take a stream from the one that has it: always from a connection of this
 * node that is over; never on an exclusive stream whose publisher lives; else unless the stream
 * changes hands too often.
 */
record StreamSuccession(
    StreamId stream, PublishersHere publishers, StreamRules rules, TakeoverHold hold)
    implements Succession {
  @Override
  public int replace(Holder holder) {
    SessionOwner owner = SessionOwner.parse(holder.owner());
    if (publishers.isGone(owner)) {
      return 0;
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
