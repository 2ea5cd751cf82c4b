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
 * Replaces an audio track that cannot be carried with the output of a media worker, between a
 * publisher's parser and its session.
 *
 * <pre>
 *   in    TracksFound(v) TracksIgnored(mp2)  v m v m                       v m …
 *   out                                              TracksFound(v, aac)  v a v a v a …
 * </pre>
 *
 * <p>An {@link OpeningHold} holds a header, and the video samples after it, until the worker's
 * first sample. An audio track that begins later, or is transcoded later than the hold lasts, is
 * announced when it is available; video is then not held. The track is left out, with the reason,
 * when the worker cannot start or fails. Audio without video that could be carried waits for the
 * worker too, and is carried as it is when the worker fails. On the connection's event loop.
 */
public final class SoundTranscoding implements MediaEventSink {
  private static final Logger LOG = Logger.getLogger(SoundTranscoding.class);

  /** The most video that is held, bytes. */
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

  /** End of the last transcoded sample, ticks of the made track. */
  private long madeUntil;

  private @Nullable Track video;
  private @Nullable ClockWatch videoClock;
  private @Nullable Runnable whenFinished;

  /**
   * @param limits of a media worker's packet stream
   * @param settings the audio parameters of the publisher of these tracks
   * @param target takes the events, including those of a media worker
   * @param steps runs the steps that a media worker causes
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
      // A transcoded track has its own timestamps.
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
      wanted = SoundSettings.NONE; // the session refuses it with the same message
    }
    if (tracks.continuing()) {
      out.release();
    } else {
      beginAnew();
    }
    // The parser sends the tracks that are left out again after the header, unless there are none.
    leftOutOfBefore = true;
    watch(tracks);
    plan();
    announce(tracks.continuing());
  }

  /** Timestamps of another header begin: a worker of the same audio track continues with them. */
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

  /** Decides which audio track is transcoded, and starts or stops a media worker. */
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
    if (lastMade != null && isRemade(lastMade)) {
      // No silence takes the place of what the new worker has not transcoded yet.
      out.on(new MediaEvent.SamplesAnnounced(lastMade.id(), madeUntil));
    }
  }

  /** Whether a track was made by another worker, and the present one has not made any of it. */
  private boolean isRemade(Track made) {
    return worker.track() == null && worker.takes(made.id());
  }

  private List<Track> tracksNow() {
    List<Track> now = new ArrayList<>(plan.carried());
    Track sound = worker.track();
    if (lastMade != null && isRemade(lastMade)) {
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

  /** Nothing is announced while there is no track: the only track is still awaited. */
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
      return leftOut.withReason("it is not transcoded: " + worker.failure());
    }
    if (isWanted()) {
      return leftOut.except(plan.chosen());
    }
    return transcoders.allowed()
        ? leftOut.withReason("add ?transcode=audio to the address or the title to hear it")
        : leftOut.all();
  }

  /** All events between a header and its samples have been received. */
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

  /** Releases the header unless the first sample of a running worker is awaited. */
  private void holdNoLongerThanNeeded() {
    if (!worker.isAtWork() || worker.track() != null) {
      out.release();
    }
  }

  private void soundIsLate() {
    transcoders.soundIsLate();
    LOG.infof("audio is not transcoded yet, video goes on without it connection=%s", connection);
  }

  /** The output of a media worker. */
  private final class Made implements Transcoder.Output {
    @Override
    public void track(Track track) {
      steps.accept(SoundTranscoding.this::announceIfChanged);
    }

    @Override
    public void sample(MediaEvent.SampleRead sample) {
      madeUntil = sample.sample().dts() + sample.sample().duration();
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

  /** If only the last samples are missing, the tracks do not change. */
  private void lastSoundIsLate() {
    if (worker.failure() == null) {
      end();
    } else {
      goOnWithoutIt();
    }
  }

  /** The worker has failed: its audio track is left out and announced as such. */
  private void goOnWithoutIt() {
    plan();
    announceIfChanged();
    holdNoLongerThanNeeded();
    end();
  }

  /**
   * The publisher has ended.
   *
   * @param then called, at once or later, after the last audio sample
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

  /** Pauses the output of the media worker. Idempotent. */
  public void pause() {
    worker.pause();
  }

  /** Resumes the output of the media worker. Idempotent. */
  public void resume() {
    worker.resume();
  }

  /** The session has ended. */
  public void close() {
    whenFinished = null;
    out.close();
    worker.stop();
  }
}
