package io.framelog.log;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The copy of the logs that a process reads: those that Framelog writes to this Kafka, or those
 * that a mirror (MirrorMaker 2) copies from another Kafka.
 *
 * <pre>
 *   source   topic id S   record "log: S"   offset 4711  ──┐ mirror: same bytes and headers,
 *   mirror   topic id M   record "log: S"   offset 4203  ◀─┘ different offsets and topic id
 *            log id here: S × name                         so positions are S × name . 4203
 * </pre>
 *
 * The offset in a position is valid in one copy only, so each copy has its own log ids, and a
 * position of another copy is detected. Each life of a stream still has its own id, derived from
 * the id in the records and not from the mirror's topic: a mirror continues to use the same topic
 * when the source is recreated.
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
   * A record in the form for readers of this copy.
   *
   * @throws LogException.BadRecord when it refers to an offset after its own, which its writer
   *     cannot have known: such a record would end all sessions
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
          "record is not valid offset="
              + logged.offset()
              + ": it refers to offset "
              + known
              + ", expected at most its own");
    }
    return logged;
  }

  /** The id, in this copy, of the log that a record names. */
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
