package io.framelog.log;

/** An operation on a log has failed; the message names stream, offset and what was expected. */
public class LogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LogException(String message) {
    super(message);
  }

  public LogException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The stream has no log. */
  public static final class NoSuchStream extends LogException {
    private static final long serialVersionUID = 1L;

    public NoSuchStream(StreamId stream) {
      super("no log of this name stream=" + stream);
    }
  }

  /** The position belongs to an earlier life of the stream, or retention has removed it. */
  public static class PositionGone extends LogException {
    private static final long serialVersionUID = 1L;

    public PositionGone(String message) {
      super(message);
    }
  }

  /** The position belongs to another life of the stream, which was deleted and published again. */
  public static final class OtherLife extends PositionGone {
    private static final long serialVersionUID = 1L;

    public OtherLife(String message) {
      super(message);
    }
  }

  /**
   * The log ends before the position, or has other records there: its end was lost, for example in
   * a crash of its last broker, and other records may have been appended. Offsets and session
   * numbers of the lost records are used again.
   */
  public static final class TailLost extends LogException {
    private static final long serialVersionUID = 1L;

    public TailLost(String message) {
      super(message);
    }
  }

  /** A record that is not valid according to the wire format. */
  public static final class BadRecord extends LogException {
    private static final long serialVersionUID = 1L;

    public BadRecord(String message) {
      super(message);
    }

    public BadRecord(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** A claim was refused, because the publisher that has the stream keeps it. */
  public static class Refused extends LogException {
    private static final long serialVersionUID = 1L;

    public Refused(String message) {
      super(message);
    }
  }

  /**
   * Another stream's topic has a name that Kafka does not distinguish from this stream's: it
   * differs only in {@code .} and {@code _}, as those of {@code a/b} and {@code a_b} do.
   */
  public static final class NameCollides extends LogException {
    private static final long serialVersionUID = 1L;

    public NameCollides(StreamId stream, Throwable cause) {
      super(
          "the name "
              + stream
              + " collides with another stream's: names must not differ only in / and _,"
              + " because Kafka refuses topics that differ only in . and _ ("
              + cause.getMessage()
              + ")",
          cause);
    }
  }

  /** The stream's topic has a setting with which it cannot hold the stream. */
  public static final class UnfitTopic extends LogException {
    private static final long serialVersionUID = 1L;

    public UnfitTopic(String message) {
      super(message);
    }
  }
}
