package io.framelog.log;

import java.util.function.Predicate;

/** Decides whether a claimant may take a stream from the session that has it. Thread-safe. */
@FunctionalInterface
public interface Succession {
  /**
   * Called for every claim on a stream whose last session has not ended and is not the claimant's.
   *
   * @return how many times in a row, including this one, the stream was taken from a session that
   *     had not ended; written into the claim
   * @throws LogException.Refused when the holder keeps the stream
   */
  int replace(Holder holder);

  /**
   * A rule that refuses to replace some owners.
   *
   * @param keeps whether the owner of that name keeps the stream
   */
  static Succession unless(Predicate<String> keeps) {
    return holder -> {
      if (keeps.test(holder.owner())) {
        throw new LogException.Refused(
            "stream is exclusive and has a publisher publisher=" + holder.owner());
      }
      return holder.takeovers() + 1;
    };
  }
}
