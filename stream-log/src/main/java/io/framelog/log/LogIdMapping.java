package io.framelog.log;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Which copy of the logs a process reads: those that Framelog writes in this Kafka, or those that a
 * mirror (MirrorMaker 2) brings here from another.
 *
 * <pre>
 *   source   topic id S   record "log: S"   offset 4711  ──┐ mirror: bytes and headers as they are,
 *   mirror   topic id M   record "log: S"   offset 4203  ◀─┘ offsets and topic id of its own
 *            known here as S × name                         so positions are S × name . 4203
 * </pre>
 *
 * A position has the offset of one copy, so each copy has its own log ids: one given out elsewhere
 * is told apart, never taken for another place. Each life of a stream still has its own id, which
 * is the records' and not the topic's: a mirror goes on in the same topic when the source is
 * deleted and made anew.
 */
final class LogIdMapping {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private static final LogIdMapping ORIGINAL = new LogIdMapping(new int[0]);

  /** A number below 64 for each character of a log id. */
  private final int[] mask;

  private LogIdMapping(int[] mask) {
    this.mask = mask;
  }

  static LogIdMapping of(LogConfig config) {
    return config.mirror().map(LogIdMapping::named).orElse(ORIGINAL);
  }

  private static LogIdMapping named(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      String hash = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
      return new LogIdMapping(hash.chars().limit(LogId.LENGTH).map(ALPHABET::indexOf).toArray());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  boolean isMirror() {
    return mask.length > 0;
  }

  /**
   * A record as readers of this copy take it.
   *
   * @throws LogException.BadRecord when it names an offset behind its own, which its writer cannot
   *     have known: it would end every session that there is
   */
  LoggedRecord asRead(LogRecordCodec.Decoded decoded) {
    LoggedRecord logged = decoded.logged();
    if (isMirror()) {
      return logged.mirrored();
    }
    long fence = logged.record() instanceof LogRecord.Claim claim ? claim.fence() : 0;
    long known = Math.max(fence, Math.max(logged.held(), Fence.sessionOf(logged.record())));
    if (known > logged.offset()) {
      throw new LogException.BadRecord(
          "record cannot be true offset="
              + logged.offset()
              + ": it names offset "
              + known
              + ", expected none behind its own");
    }
    return logged;
  }

  /** What the log that a record names is called here. */
  LogId nameOf(LogId written) {
    if (!isMirror()) {
      return written;
    }
    char[] here = new char[mask.length];
    for (int i = 0; i < here.length; i++) {
      here[i] = ALPHABET.charAt(ALPHABET.indexOf(written.value().charAt(i)) ^ mask[i]);
    }
    return new LogId(new String(here));
  }
}
