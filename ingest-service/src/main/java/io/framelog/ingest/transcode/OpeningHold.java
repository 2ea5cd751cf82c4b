package io.framelog.ingest.transcode;

import io.framelog.ingest.source.EventLoop;
import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEventSink;
import io.framelog.media.PendingEventBuffer;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds a header, and the video samples after it, until the first transcoded audio sample, so that
 * the header contains the audio track. Then the video samples are released in step with the audio
 * until none is held.
 *
 * <pre>
 *   in    header(v)  v0 v1 v2   header(v, aac) a0    a1       a2     v3 a3 …
 *   out                         header(v, aac) v0 a0 v1 v2 a1 a2     v3 a3 …
 *         WAITING ─────────────────────────▶ CATCHING_UP ─────▶ PASSING
 * </pre>
 *
 * <p>Bounded in time and in bytes: when a bound is reached, everything held is released, and the
 * audio track is announced when it is available. On the connection's event loop.
 */
final class OpeningHold implements MediaEventSink {
  /** The longest time that a header is held. */
  static final Duration MAX_WAIT = Duration.ofSeconds(5);

  /** The most that is held, bytes: 5 s of video of 13 Mbit/s. */
  static final int MAX_BYTES = 8 << 20;

  private enum State {
    PASSING,
    WAITING,
    CATCHING_UP
  }

  private final EventLoop loop;
  private final MediaEventSink target;
  private final Consumer<Runnable> steps;
  private final Runnable onBound;
  private final PendingEventBuffer samples = new PendingEventBuffer(MAX_BYTES);

  private State state = State.PASSING;
  private MediaEvent.@Nullable TracksFound header;
  private MediaEvent.@Nullable TracksIgnored ignored;

  /** Decode time that the audio has to reach before the video passes again, µs. */
  private long levelUs;

  private EventLoop.@Nullable Timer bound;

  /**
   * @param steps runs the release at the bound in time
   * @param onBound called when a bound is reached
   */
  OpeningHold(EventLoop loop, MediaEventSink target, Consumer<Runnable> steps, Runnable onBound) {
    this.loop = loop;
    this.target = target;
    this.steps = steps;
    this.onBound = onBound;
  }

  /** Holds the next header. Releases what was held before. */
  void begin() {
    release();
    state = State.WAITING;
    levelUs = Long.MIN_VALUE;
    bound = loop.after(MAX_WAIT, () -> steps.accept(this::boundMet));
  }

  @Override
  public void on(MediaEvent event) {
    if (state == State.PASSING) {
      target.on(event);
    } else if (event instanceof MediaEvent.SampleRead read) {
      hold(read);
    } else if (state == State.CATCHING_UP) {
      if (event instanceof MediaEvent.TracksFound) {
        release();
      }
      target.on(event);
    } else if (event instanceof MediaEvent.TracksFound found) {
      boolean continuing = header == null ? found.continuing() : header.continuing();
      header = new MediaEvent.TracksFound(found.tracks(), found.title(), continuing);
      ignored = null;
    } else if (event instanceof MediaEvent.TracksIgnored tracks) {
      ignored = tracks;
    }
  }

  private void hold(MediaEvent.SampleRead read) {
    if (samples.add(read)) {
      if (state == State.WAITING) {
        levelUs = Math.max(levelUs, timeUs(read.sample()));
      }
    } else {
      boundMet();
      target.on(read);
    }
  }

  /** Takes a transcoded sample, whose track was announced before it. */
  void onMade(MediaEvent.SampleRead made) {
    if (state == State.WAITING) {
      announce();
      state = State.CATCHING_UP;
    }
    if (state == State.CATCHING_UP) {
      long soundUs = timeUs(made.sample());
      while (samples.first() instanceof MediaEvent.SampleRead read
          && timeUs(read.sample()) <= soundUs) {
        samples.poll();
        target.on(read);
      }
      if (soundUs >= levelUs) {
        release();
      }
    }
    target.on(made);
  }

  private void announce() {
    if (header != null) {
      target.on(header);
    }
    if (ignored != null) {
      target.on(ignored);
      ignored = null;
    }
  }

  private void boundMet() {
    onBound.run();
    release();
  }

  /** Releases everything held; nothing is held from then on. Idempotent. */
  void release() {
    if (state == State.PASSING) {
      return;
    }
    State before = state;
    state = State.PASSING;
    close();
    if (before == State.WAITING) {
      announce();
    }
    header = null;
    samples.drainTo(target);
  }

  /** Cancels the timer of the bound in time. */
  void close() {
    if (bound != null) {
      bound.cancel();
      bound = null;
    }
  }

  /** Decode time of a sample of the header, µs; for comparisons. */
  private long timeUs(Sample sample) {
    if (header != null) {
      for (Track track : header.tracks()) {
        if (track.id() == sample.trackId()) {
          return Math.round(sample.dts() * 1e6 / track.timescale());
        }
      }
    }
    return Long.MIN_VALUE;
  }
}
