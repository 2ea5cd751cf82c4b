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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a publisher's parser and its session, and puts in the place of a sound that cannot
 * be carried what a media worker makes of it.
 *
 * <pre>
 *   in    TracksFound(v) TracksIgnored(mp2)  v m v m                       v m …
 *   out                                              TracksFound(v, aac)  v a v a v a …
 * </pre>
 *
 * <p>A header, and the picture behind it, wait in an {@link OpeningHold} until the worker has made
 * the first of the sound. A sound that comes later, or is made later than that hold lasts, is
 * announced when it is there; the picture then waits for nothing. It is left out, with the reason,
 * when the worker cannot start or fails. A sound alone that can be carried is held until then, and
 * carried as it is when that fails. On the connection's event loop.
 */
public final class SoundTranscoding implements MediaEventSink {
  private static final Logger LOG = Logger.getLogger(SoundTranscoding.class);

  /** What is held of a picture at most, bytes. */
  public static final int MAX_HELD_BYTES = OpeningHold.MAX_BYTES;

  private final Transcoders transcoders;
  private final Function<MediaEvent.TracksFound, SoundSettings> settings;
  private final OpeningHold out;
  private final SoundWorker worker;
  private final Consumer<Runnable> steps;
  private final String connection;

  private MediaEvent.@Nullable TracksFound found;
  private LeftOutSounds leftOut = LeftOutSounds.NONE;
  private boolean leftOutOfBefore;
  private SoundPlan plan = SoundPlan.none(List.of());
  private SoundSettings wanted = SoundSettings.NONE;
  private List<Track> announced = List.of();
  private List<IgnoredTrack> told = List.of();
  private @Nullable Track lastMade;
  private @Nullable Track video;
  private @Nullable ClockWatch videoClock;
  private @Nullable Runnable whenFinished;

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
    this.settings = settings;
    this.worker = new SoundWorker(transcoders, loop, limits, connection);
    this.out = new OpeningHold(loop, target, steps, this::soundIsLate);
    this.steps = steps;
    this.connection = connection;
  }

  @Override
  public void on(MediaEvent event) {
    if (event instanceof MediaEvent.SampleRead read) {
      sample(read);
    } else if (event instanceof MediaEvent.SamplesAnnounced announced) {
      samplesCome();
      // What is made of a sound that is decoded has times of its own.
      if (!leftOut.contains(announced.trackId())) {
        out.on(event);
      }
    } else if (event instanceof MediaEvent.TracksFound tracks) {
      tracks(tracks);
    } else if (event instanceof MediaEvent.TracksIgnored tracks) {
      leftOut = new LeftOutSounds(tracks);
      leftOutOfBefore = false;
      plan();
      announceIfChanged();
      holdNoLongerThanNeeded();
    }
  }

  private void tracks(MediaEvent.TracksFound tracks) {
    found = tracks;
    try {
      wanted = settings.apply(tracks);
    } catch (IllegalArgumentException e) {
      wanted = SoundSettings.NONE; // the session refuses it with the same words
    }
    if (tracks.continuing()) {
      out.release();
    } else {
      beginAnew();
    }
    // What is left out is sent again behind the header, unless nothing is any more.
    leftOutOfBefore = true;
    watch(tracks);
    plan();
    announce(tracks.continuing());
  }

  /** The times of another header: a worker of the same sound goes on with them. */
  private void beginAnew() {
    worker.forgetFailure();
    announced = List.of();
    told = List.of();
    lastMade = null;
    videoClock = null;
    if (isWanted()) {
      out.begin();
      worker.beginAgain();
    } else {
      leftOut = LeftOutSounds.NONE;
    }
  }

  private void watch(MediaEvent.TracksFound tracks) {
    Track first =
        tracks.tracks().stream()
            .filter(track -> track.kind() == TrackKind.VIDEO)
            .findFirst()
            .orElse(null);
    boolean same = first != null && video != null && first.timescale() == video.timescale();
    if (!same || videoClock == null) {
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
        isWanted() && worker.failure() == null
            ? SoundPlan.of(tracks.tracks(), leftOut.sounds(), wanted.audio())
            : SoundPlan.none(tracks.tracks());
    ForeignSound chosen = plan.chosen();
    if (chosen == null) {
      worker.stop();
    } else if (whenFinished == null && !worker.encode(chosen, plan.codec(), new Made())) {
      plan = SoundPlan.none(tracks.tracks());
    }
  }

  private List<Track> tracksNow() {
    List<Track> now = new ArrayList<>(plan.carried());
    Track sound = worker.track();
    if (sound == null && lastMade != null && worker.takes(lastMade.id())) {
      // The publisher changed to another sound: the track stays until the new worker has started.
      sound = lastMade;
    }
    if (sound != null) {
      now.add(sound);
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
    if (worker.track() != null) {
      lastMade = worker.track();
    }
    told = List.of();
    out.on(
        new MediaEvent.TracksFound(now, tracks.title(), first ? tracks.continuing() : continuing));
    tellIgnored();
  }

  private void tellIgnored() {
    List<IgnoredTrack> now = leftOutNow();
    if (!now.equals(told) && !announced.isEmpty()) {
      told = now;
      out.on(new MediaEvent.TracksIgnored(now));
    }
  }

  private List<IgnoredTrack> leftOutNow() {
    if (worker.failure() != null) {
      return leftOut.withReason("it is not encoded anew: " + worker.failure());
    }
    if (isWanted()) {
      return leftOut.except(plan.chosen());
    }
    return transcoders.allowed()
        ? leftOut.withReason("add ?transcode=audio to the address or the title to hear it")
        : leftOut.all();
  }

  /** All that stands between a header and its samples has come. */
  private void samplesCome() {
    if (leftOutOfBefore) {
      leftOutOfBefore = false;
      leftOut = LeftOutSounds.NONE;
      plan();
      announceIfChanged();
      holdNoLongerThanNeeded();
    }
  }

  private void sample(MediaEvent.SampleRead read) {
    samplesCome();
    Sample sample = read.sample();
    if (worker.takes(sample.trackId())) {
      worker.feed(sample);
      return;
    }
    boolean ofVideo = video != null && video.id() == sample.trackId();
    if (worker.isAtWork() && ofVideo && videoClock != null && videoClock.jumps(sample.dts())) {
      out.release();
      worker.beginAgain();
    }
    if (!leftOut.contains(sample.trackId())) {
      out.on(read);
    }
  }

  /** A header is held for a sound that is being made, and for no other. */
  private void holdNoLongerThanNeeded() {
    if (!worker.isAtWork() || worker.track() != null) {
      out.release();
    }
  }

  private void soundIsLate() {
    transcoders.soundIsLate();
    LOG.infof("sound is not encoded yet: the picture goes ahead connection=%s", connection);
  }

  /** What a media worker makes. */
  private final class Made implements Transcoder.Output {
    @Override
    public void track(Track track) {
      steps.accept(SoundTranscoding.this::announceIfChanged);
    }

    @Override
    public void sample(MediaEvent.SampleRead sample) {
      steps.accept(() -> out.onMade(sample));
    }

    @Override
    public void finished() {
      worker.hasFinished();
      steps.accept(SoundTranscoding.this::end);
    }

    @Override
    public void failed(String reason) {
      worker.hasFailed(reason);
      steps.accept(SoundTranscoding.this::goOnWithoutIt);
    }
  }

  /** What has come of the sound stays; that the last of it is missing changes no track. */
  private void lastSoundIsLate() {
    if (worker.failure() == null) {
      end();
    } else {
      goOnWithoutIt();
    }
  }

  /** The worker is gone: its sound is left out, and said to be. */
  private void goOnWithoutIt() {
    plan();
    announceIfChanged();
    holdNoLongerThanNeeded();
    end();
  }

  /**
   * The publisher has ended.
   *
   * @param then called, at once or later, when the last of the sound has passed
   */
  public void finish(Runnable then) {
    whenFinished = then;
    if (worker.isAtWork()) {
      worker.finish(() -> steps.accept(this::lastSoundIsLate));
    } else {
      end();
    }
  }

  private void end() {
    Runnable then = whenFinished;
    whenFinished = null;
    if (then != null) {
      out.release();
      then.run();
    }
  }

  /** The session takes nothing for now. Idempotent. */
  public void pause() {
    worker.pause();
  }

  /** The session takes events again. Idempotent. */
  public void resume() {
    worker.resume();
  }

  /** The session is over. */
  public void close() {
    whenFinished = null;
    out.close();
    worker.stop();
  }
}
