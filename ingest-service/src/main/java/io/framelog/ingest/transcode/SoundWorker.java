package io.framelog.ingest.transcode;

import io.framelog.ingest.source.EventLoop;
import io.framelog.media.ForeignSound;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.container.ParserLimits;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The transcoder of a publisher, of which there is at most one at a time, or why there is none. On
 * the connection's event loop.
 */
final class SoundWorker {
  private static final Logger LOG = Logger.getLogger(SoundWorker.class);

  /** How long a publisher's end waits for the last transcoded sample. */
  private static final Duration LAST_SOUND = Duration.ofSeconds(5);

  private final Transcoders transcoders;
  private final EventLoop loop;
  private final ParserLimits limits;
  private final String connection;

  private @Nullable Transcoder transcoder;
  private @Nullable String failure;
  private boolean paused;
  private EventLoop.@Nullable Timer lastSound;

  /**
   * @param limits of a media worker's packet stream
   * @param connection for the log
   */
  SoundWorker(Transcoders transcoders, EventLoop loop, ParserLimits limits, String connection) {
    this.transcoders = transcoders;
    this.loop = loop;
    this.limits = limits;
    this.connection = connection;
  }

  /** Why no audio track is transcoded; null when nothing has failed. */
  @Nullable String failure() {
    return failure;
  }

  /** Allows a new attempt, with another audio track or another header. */
  void forgetFailure() {
    failure = null;
  }

  boolean isAtWork() {
    return transcoder != null;
  }

  /** Whether a track is the one that is transcoded. */
  boolean takes(int trackId) {
    return transcoder != null && transcoder.sound().id() == trackId;
  }

  /** The transcoded track; null before its first sample. */
  @Nullable Track track() {
    return transcoder == null ? null : transcoder.track();
  }

  /**
   * Transcodes an audio track, or continues with it. Stops that of another track.
   *
   * @param output takes the transcoded samples and the end
   * @return false when no worker was available, which is a failure
   */
  boolean encode(ForeignSound sound, String codec, Transcoder.Output output) {
    if (transcoder != null && transcoder.sound().equals(sound)) {
      return true;
    }
    stop();
    Optional<Transcoder> started =
        Transcoder.start(sound, codec, transcoders, loop, limits, output);
    if (started.isEmpty()) {
      failure =
          "this node transcodes at most "
              + transcoders.max()
              + " audio tracks (framelog.ingest.transcoders)";
      LOG.warnf("audio is not transcoded: %s connection=%s", failure, connection);
      return false;
    }
    transcoder = started.get();
    LOG.infof(
        "audio is transcoded: %s to %s connection=%s",
        sound.codec().ffmpegName(), codec, connection);
    if (paused) {
      transcoder.pause();
    }
    return true;
  }

  void feed(Sample sample) {
    if (transcoder != null) {
      transcoder.feed(sample);
    }
  }

  /** New timestamps begin. */
  void beginAgain() {
    if (transcoder != null) {
      transcoder.beginAgain();
    }
  }

  /** The worker has ended normally. */
  void hasFinished() {
    forget();
  }

  /** The worker has failed. */
  void hasFailed(String reason) {
    LOG.warnf("audio is no longer transcoded: %s connection=%s", reason, connection);
    forget();
    failure = reason;
  }

  /**
   * The publisher sends no more audio.
   *
   * @param late called when the last sample is not transcoded in time; a failure if there was none
   *     at all
   */
  void finish(Runnable late) {
    if (transcoder != null) {
      transcoder.finish();
      lastSound =
          loop.after(
              LAST_SOUND,
              () -> {
                boolean madeNone = track() == null;
                stop();
                if (madeNone) {
                  hasFailed("its media worker had no output when its publisher ended");
                }
                late.run();
              });
    }
  }

  void pause() {
    paused = true;
    if (transcoder != null) {
      transcoder.pause();
    }
  }

  void resume() {
    paused = false;
    if (transcoder != null) {
      transcoder.resume();
    }
  }

  /** Stops the transcoder and its output. Idempotent. */
  void stop() {
    Transcoder running = transcoder;
    forget();
    if (running != null) {
      running.close();
    }
  }

  private void forget() {
    transcoder = null;
    if (lastSound != null) {
      lastSound.cancel();
      lastSound = null;
    }
  }
}
