package io.framelog.ingest.transcode;

import io.framelog.ingest.source.EventLoop;
import io.framelog.media.ForeignSound;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEventSink;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import io.framelog.media.container.ParserLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a publisher's parser and its session, and puts in the place of a sound that cannot
 * be carried what a media worker makes of it.
 *
 * <pre>
 *   in    TracksFound(v) TracksIgnored(mp2)  v m v m v m …
 *   out   TracksFound(v)                     v   v   v   TracksFound(v, aac)  v a v a …
 * </pre>
 *
 * <p>The picture passes at once, whatever becomes of the sound: that is announced when the worker
 * has made the first of it, and left out, with the reason, when the worker cannot start or fails. A
 * sound alone that can be carried is held until then, and carried as it is when that fails. On the
 * connection's event loop.
 */
public final class SoundTranscoding implements MediaEventSink {
  private static final Logger LOG = Logger.getLogger(SoundTranscoding.class);

  /** How long a publisher's end waits for the last of its sound. */
  private static final Duration LAST_SOUND = Duration.ofSeconds(2);

  private static final MediaEvent.TracksIgnored NONE = new MediaEvent.TracksIgnored(List.of());

  private final Transcoders transcoders;
  private final EventLoop loop;
  private final ParserLimits limits;
  private final Function<MediaEvent.TracksFound, SoundSettings> settings;
  private final MediaEventSink target;
  private final Consumer<Runnable> steps;
  private final String connection;

  private MediaEvent.@Nullable TracksFound found;
  private MediaEvent.TracksIgnored ignored = NONE;
  private boolean ignoredOfBefore;
  private SoundPlan plan = SoundPlan.none(List.of());
  private SoundSettings wanted = SoundSettings.NONE;
  private List<Track> announced = List.of();
  private List<IgnoredTrack> told = List.of();
  private @Nullable Transcoder transcoder;
  private @Nullable String failure;
  private @Nullable Track video;
  private @Nullable ClockWatch videoClock;
  private boolean paused;
  private @Nullable Runnable whenFinished;
  private EventLoop.@Nullable Timer lastSound;

  /**
   * @param limits of what a media worker says
   * @param settings what a publisher of these tracks says about its sound
   * @param target takes the events, those that a media worker causes too
   * @param steps runs what a media worker causes
   * @param connection for the log
   */
  public SoundTranscoding(
      Transcoders transcoders,
      EventLoop loop,
      ParserLimits limits,
      Function<MediaEvent.TracksFound, SoundSettings> settings,
      MediaEventSink target,
      Consumer<Runnable> steps,
      String connection) {
    this.transcoders = transcoders;
    this.loop = loop;
    this.limits = limits;
    this.settings = settings;
    this.target = target;
    this.steps = steps;
    this.connection = connection;
  }

  @Override
  public void on(MediaEvent event) {
    if (event instanceof MediaEvent.SampleRead read) {
      sample(read);
    } else if (event instanceof MediaEvent.TracksFound tracks) {
      tracks(tracks);
    } else if (event instanceof MediaEvent.TracksIgnored tracks) {
      ignored = tracks;
      ignoredOfBefore = false;
      plan();
      announceIfChanged();
    }
  }

  private void tracks(MediaEvent.TracksFound tracks) {
    found = tracks;
    if (tracks.continuing()) {
      // What is left out is told again behind it, unless nothing is any more.
      ignoredOfBefore = true;
    } else {
      stop();
      failure = null;
      ignored = NONE;
      ignoredOfBefore = false;
      announced = List.of();
      told = List.of();
    }
    watch(tracks);
    try {
      wanted = settings.apply(tracks);
    } catch (IllegalArgumentException e) {
      wanted = SoundSettings.NONE; // the session refuses it with the same words
    }
    plan();
    announce(tracks.continuing());
  }

  private void watch(MediaEvent.TracksFound tracks) {
    Track first =
        tracks.tracks().stream()
            .filter(track -> track.kind() == TrackKind.VIDEO)
            .findFirst()
            .orElse(null);
    if (first == null || video == null || first.timescale() != video.timescale()) {
      videoClock = first == null ? null : new ClockWatch(first.timescale());
    }
    video = first;
  }

  private boolean isWanted() {
    return transcoders.allowed() && wanted.transcode().orElse(transcoders.byDefault());
  }

  /** Decides what becomes of the sounds, and starts or stops a media worker. */
  private void plan() {
    MediaEvent.TracksFound tracks = found;
    if (tracks == null) {
      return;
    }
    plan =
        isWanted() && failure == null
            ? SoundPlan.of(tracks.tracks(), ignored.sounds(), wanted.audio())
            : SoundPlan.none(tracks.tracks());
    ForeignSound chosen = plan.chosen();
    if (transcoder != null && !transcoder.sound().equals(chosen)) {
      stop();
    }
    if (chosen != null && transcoder == null && whenFinished == null) {
      start(chosen);
    }
  }

  private void start(ForeignSound chosen) {
    Optional<Transcoder> started =
        Transcoder.start(chosen, plan.codec(), transcoders, loop, limits, new Made());
    if (started.isPresent()) {
      transcoder = started.get();
      LOG.infof(
          "sound is encoded anew: %s to %s connection=%s",
          chosen.codec().ffmpegName(), plan.codec(), connection);
      if (paused) {
        transcoder.pause();
      }
    } else {
      failure =
          "this node encodes at most "
              + transcoders.max()
              + " sounds anew (framelog.ingest.transcoders)";
      LOG.warnf("sound is not encoded anew: %s connection=%s", failure, connection);
      plan();
    }
  }

  private void stop() {
    Transcoder running = transcoder;
    if (running != null) {
      transcoder = null;
      running.close();
    }
  }

  private List<Track> tracksNow() {
    List<Track> now = new ArrayList<>(plan.carried());
    Track made = transcoder == null ? null : transcoder.track();
    if (made != null) {
      now.add(made);
    }
    return now;
  }

  private void announceIfChanged() {
    if (tracksNow().equals(announced)) {
      tellIgnored();
    } else {
      announce(true);
    }
  }

  /** Nothing is announced while there is no track: the sound alone is awaited. */
  private void announce(boolean continuing) {
    MediaEvent.TracksFound tracks = found;
    List<Track> now = tracksNow();
    if (tracks == null || now.isEmpty()) {
      return;
    }
    boolean first = announced.isEmpty();
    announced = now;
    told = List.of();
    target.on(
        new MediaEvent.TracksFound(now, tracks.title(), first ? tracks.continuing() : continuing));
    tellIgnored();
  }

  private void tellIgnored() {
    List<IgnoredTrack> now = new ArrayList<>();
    for (IgnoredTrack track : ignored.ignored()) {
      ForeignSound sound = soundOf(track.id());
      if (sound == null) {
        now.add(track);
      } else if (failure != null) {
        now.add(track.because(track.reason() + "; it is not encoded anew: " + failure));
      } else if (!isWanted()) {
        now.add(
            transcoders.allowed()
                ? track.because(
                    track.reason()
                        + "; add ?transcode=audio to the address or the title to hear it")
                : track);
      } else if (!sound.equals(plan.chosen())) {
        now.add(track);
      }
    }
    if (!now.equals(told) && !announced.isEmpty()) {
      told = now;
      target.on(new MediaEvent.TracksIgnored(now));
    }
  }

  private @Nullable ForeignSound soundOf(int id) {
    for (ForeignSound sound : ignored.sounds()) {
      if (sound.id() == id) {
        return sound;
      }
    }
    return null;
  }

  private void sample(MediaEvent.SampleRead read) {
    if (ignoredOfBefore) {
      ignoredOfBefore = false;
      ignored = NONE;
      plan();
      announceIfChanged();
    }
    Sample sample = read.sample();
    Transcoder running = transcoder;
    if (running != null) {
      if (running.sound().id() == sample.trackId()) {
        running.feed(sample);
        return;
      }
      boolean ofVideo = video != null && video.id() == sample.trackId();
      if (ofVideo && videoClock != null && videoClock.jumps(sample.dts())) {
        running.beginAgain();
      }
    }
    if (soundOf(sample.trackId()) == null) {
      target.on(read);
    }
  }

  /** What a media worker makes. */
  private final class Made implements Transcoder.Output {
    @Override
    public void track(Track track) {
      steps.accept(() -> announce(true));
    }

    @Override
    public void sample(MediaEvent.SampleRead sample) {
      steps.accept(() -> target.on(sample));
    }

    @Override
    public void finished() {
      transcoder = null;
      steps.accept(SoundTranscoding.this::end);
    }

    @Override
    public void failed(String reason) {
      LOG.warnf("sound is no longer encoded anew: %s connection=%s", reason, connection);
      transcoder = null;
      failure = reason;
      steps.accept(
          () -> {
            plan();
            announceIfChanged();
            end();
          });
    }
  }

  /**
   * The publisher has ended.
   *
   * @param then called, at once or later, when the last of the sound has passed
   */
  public void finish(Runnable then) {
    whenFinished = then;
    Transcoder running = transcoder;
    if (running == null) {
      end();
      return;
    }
    running.finish();
    lastSound =
        loop.after(
            LAST_SOUND,
            () -> {
              stop();
              steps.accept(this::end);
            });
  }

  private void end() {
    Runnable then = whenFinished;
    whenFinished = null;
    if (lastSound != null) {
      lastSound.cancel();
    }
    if (then != null) {
      then.run();
    }
  }

  /** The session takes nothing for now. Idempotent. */
  public void pause() {
    paused = true;
    if (transcoder != null) {
      transcoder.pause();
    }
  }

  /** The session takes events again. Idempotent. */
  public void resume() {
    paused = false;
    if (transcoder != null) {
      transcoder.resume();
    }
  }

  /** The session is over. */
  public void close() {
    whenFinished = null;
    if (lastSound != null) {
      lastSound.cancel();
    }
    stop();
  }
}
