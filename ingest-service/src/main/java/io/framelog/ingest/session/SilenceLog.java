package io.framelog.ingest.session;

import io.framelog.log.SessionLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/**
 * Logs that silence replaces a session's audio, once for each pause, but at most one line a minute:
 * a push-to-talk microphone pauses often. One thread.
 */
final class SilenceLog {
  private static final Logger LOG = Logger.getLogger(SilenceLog.class);
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final SessionLog log;
  private final String connection;
  private final InstantSource clock;
  private Instant lineAt = Instant.MIN;
  private int untold;

  SilenceLog(SessionLog log, String connection, InstantSource clock) {
    this.log = log;
    this.connection = connection;
    this.clock = clock;
  }

  /**
   * The audio track has had no sample for too long.
   *
   * @param frames silent frames of the session so far
   */
  void begins(long frames) {
    untold++;
    Instant now = clock.instant();
    if (lineAt.isAfter(now.minus(WINDOW))) {
      return;
    }
    lineAt = now;
    LOG.warnf(
        "the sound sends nothing, silence is put in its place times=%d frames=%d stream=%s"
            + " session=%d connection=%s",
        untold, frames, log.stream(), log.session(), connection);
    untold = 0;
  }
}
