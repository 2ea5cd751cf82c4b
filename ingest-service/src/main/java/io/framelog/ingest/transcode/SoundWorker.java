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
 * The one transcoder that a publisher may have at a time, if any, and why it has none. On the
 * connection's event loop.
 */
final class SoundWorker {
  private static final Logger LOG = Logger.getLogger(SoundWorker.class);

  /** How long a publisher's end waits for the last of its sound. */
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
   * @param limits of what a media worker says
   * @param connection for the log
   */
  SoundWorker(Transcoders transcoders, EventLoop loop, ParserLimits limits, String connection) {
    this.transcoders = transcoders;
    this.loop = loop;
    this.limits = limits;
    this.connection = connection;
  }

  /** Why a sound is not encoded anew; null when nothing has failed. */
  @Nullable String failure() {
    return failure;
  }

  /** Another sound, or the same of another header, may be tried. */
  void forgetFailure() {
    failure = null;
  }

  boolean isAtWork() {
    return transcoder != null;
  }

  /** Whether a track is the sound that is encoded anew. */
  boolean takes(int trackId) {
    return transcoder != null && transcoder.sound().id() == trackId;
  }

  /** What the sound becomes; null until the first of it is there. */
  @Nullable Track track() {
    return transcoder == null ? null : transcoder.track();
  }

  /**
   * Encodes a sound, or goes on with it. Another one is stopped.
   *
   * @param output takes what comes out, and the end of it
   * @return false when no worker could be had, which is a failure
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
          "this node encodes at most "
              + transcoders.max()
              + " sounds anew (framelog.ingest.transcoders)";
      LOG.warnf("sound is not encoded anew: %s connection=%s", failure, connection);
      return false;
    }
    transcoder = started.get();
    LOG.infof(
        "sound is encoded anew: %s to %s connection=%s",
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

  /** Times start anew. */
  void beginAgain() {
    if (transcoder != null) {
      transcoder.beginAgain();
    }
  }

  /** The worker says that it has ended. */
  void hasFinished() {
    forget();
  }

  /** The worker says that nothing more comes. */
  void hasFailed(String reason) {
    LOG.warnf("sound is no longer encoded anew: %s connection=%s", reason, connection);
    forget();
    failure = reason;
  }

  /**
   * Nothing more comes of the sound.
   *
   * @param late called when the last of it does not come out in time; it is a failure where nothing
   *     has come
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
                  hasFailed("its media worker had made none of it when its publisher ended");
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

  /** Ends the transcoder; nothing comes out any more. Idempotent. */
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
