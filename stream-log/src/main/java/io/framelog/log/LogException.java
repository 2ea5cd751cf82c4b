package io.framelog.log;

/** The log could not do what was asked; the message names stream, offset and what was expected. */
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

  /** The position belongs to an earlier life of the stream, or retention has passed it. */
  public static class PositionGone extends LogException {
    private static final long serialVersionUID = 1L;

    public PositionGone(String message) {
      super(message);
    }
  }

  /** The position belongs to another life of the stream: it was deleted and published anew. */
  public static final class OtherLife extends PositionGone {
    private static final long serialVersionUID = 1L;

    public OtherLife(String message) {
      super(message);
    }
  }

  /**
   * The log ends before the position, or has other records there: its end was lost, by the crash of
   * its last broker for one, and was perhaps written anew. Offsets and session numbers of what was
   * lost are used again.
   */
  public static final class TailLost extends LogException {
    private static final long serialVersionUID = 1L;

    public TailLost(String message) {
      super(message);
    }
  }

  /** A record that cannot be parsed as the wire format says. */
  public static final class BadRecord extends LogException {
    private static final long serialVersionUID = 1L;

    public BadRecord(String message) {
      super(message);
    }

    public BadRecord(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The publisher that has the stream keeps it. */
  public static class Refused extends LogException {
    private static final long serialVersionUID = 1L;

    public Refused(String message) {
      super(message);
    }
  }

  /**
   * Another stream's topic has a name that Kafka does not tell apart from this stream's: it differs
   * only in {@code .} and {@code _}, as of {@code a/b} and {@code a_b}.
   */
  public static final class NameCollides extends LogException {
    private static final long serialVersionUID = 1L;

    public NameCollides(StreamId stream, Throwable cause) {
      super(
          "the name "
              + stream
              + " is too much like another stream's: a / in one and a _ in the other is not enough,"
              + " because Kafka refuses topics that differ only in . and _ ("
              + cause.getMessage()
              + ")",
          cause);
    }
  }

  /** The stream's topic at Kafka has a setting with which it cannot hold the stream. */
  public static final class UnfitTopic extends LogException {
    private static final long serialVersionUID = 1L;

    public UnfitTopic(String message) {
      super(message);
    }
  }
}
