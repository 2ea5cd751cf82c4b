package io.framelog.ingest.session;

import io.framelog.ingest.publish.TrackInfos;
import io.framelog.ingest.source.Source;
import io.framelog.log.IgnoredTrackInfo;
import io.framelog.log.SessionLog;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.chunk.Chunker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Reports which tracks of a session are ignored, and whether silence replaces its audio: to the
 * node's log, the control plane and the publisher, when the list has changed. One thread.
 */
final class IgnoredTracksReport {
  private static final Logger LOG = Logger.getLogger(IgnoredTracksReport.class);

  /** Silence is logged at most once in this time: a push-to-talk microphone pauses often. */
  private static final Duration SILENCE_WINDOW = Duration.ofMinutes(1);

  private final SessionLog log;
  private final Source source;
  private final Chunker chunker;
  private final InstantSource clock;
  private final Consumer<List<IgnoredTrackInfo>> announcer;

  /** The list may have changed since the last report. */
  private boolean stale;

  private List<IgnoredTrackInfo> reported = List.of();
  private List<IgnoredTrack> logged = List.of();
  private boolean alphaReported;
  private boolean silenceReported;
  private Instant silenceLoggedAt = Instant.MIN;
  private int silencesNotLogged;

  /**
   * @param announcer announces a changed list to the control plane
   */
  IgnoredTracksReport(
      SessionLog log,
      Source source,
      Chunker chunker,
      InstantSource clock,
      Consumer<List<IgnoredTrackInfo>> announcer) {
    this.log = log;
    this.source = source;
    this.chunker = chunker;
    this.clock = clock;
    this.announcer = announcer;
  }

  /** The list may have changed. */
  void mayHaveChanged() {
    stale = true;
  }

  /** Reports the list, if it has changed. */
  void report() {
    if (!stale) {
      return;
    }
    stale = false;
    List<IgnoredTrackInfo> now = TrackInfos.ofIgnored(chunker.ignoredTracks());
    if (now.equals(reported)) {
      return;
    }
    reported = now;
    logTracks();
    announcer.accept(now);
    source.ignoredTracks(now);
  }

  /** Reports what has changed with time: silence instead of audio, and a lost alpha channel. */
  void tick() {
    boolean silenceChanged = chunker.fillsSilence() != silenceReported;
    if (silenceChanged || chunker.losesAlpha() != alphaReported) {
      silenceReported = chunker.fillsSilence();
      alphaReported = chunker.losesAlpha();
      stale = true;
      report();
    }
    if (silenceChanged && silenceReported) {
      logSilence();
    }
  }

  /** Audio that is replaced by silence is not in this line, because it may pause often. */
  private void logTracks() {
    List<IgnoredTrack> now =
        chunker.ignoredTracks().stream()
            .filter(track -> !track.reason().equals(Chunker.SILENCE))
            .toList();
    if (now.equals(logged)) {
      return;
    }
    logged = now;
    LOG.warnf(
        "tracks left out: %s stream=%s session=%d connection=%s",
        now.isEmpty() ? "none any more" : now, log.stream(), log.session(), source.connection());
  }

  private void logSilence() {
    silencesNotLogged++;
    Instant now = clock.instant();
    if (silenceLoggedAt.isAfter(now.minus(SILENCE_WINDOW))) {
      return;
    }
    silenceLoggedAt = now;
    LOG.warnf(
        "the sound sends nothing, silence is put in its place times=%d frames=%d stream=%s"
            + " session=%d connection=%s",
        silencesNotLogged,
        chunker.counts().silentFrames(),
        log.stream(),
        log.session(),
        source.connection());
    silencesNotLogged = 0;
  }
}
