package io.framelog.media.chunk;

import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.codec.SilentFrames;
import org.jspecify.annotations.Nullable;

/**
 * Inserts silent frames while an audio track has no samples, each at the end of the previous one:
 *
 * <pre>
 *   sound    a a a                       a a
 *   silence        s s s s s s s s s s s        the gap is less than a frame
 *            ------------------------------- media time
 * </pre>
 *
 * <p>When audio arrives later than the video it belongs to, silence is delayed by the same time, so
 * that it does not occupy the place of returning audio. Audio that overlaps silence is dropped,
 * because decode times must increase. Not thread-safe.
 */
final class SilenceFill {
  /** Silence begins when so much audio is missing, µs of media time. */
  private static final long MIN_HOLE_US = 500_000;

  /**
   * Longer gaps are not filled: the video has them too, or viewers have already played past them.
   */
  private static final long MAX_US = 60_000_000;

  /** The audio track's index; video is 0. */
  private static final int SOUND = 1;

  private final ChunkerContext session;
  private final Track sound;
  private final SilentFrames frames;
  private final TrackTimeline timeline;
  private final long earliest;
  private long from;
  private long count;
  private boolean open;

  private SilenceFill(
      ChunkerContext session,
      Track sound,
      SilentFrames frames,
      TrackTimeline timeline,
      long earliestUs) {
    this.session = session;
    this.sound = sound;
    this.frames = frames;
    this.timeline = timeline;
    this.earliest = Ticks.ceilFromMicros(earliestUs, timeline.timescale());
  }

  /**
   * Creates a fill for the second of two tracks; null when its codec has no silent frame.
   *
   * @param before the end of what was played before
   */
  static @Nullable SilenceFill of(
      ChunkerContext session, Track sound, TrackTimeline timeline, Predecessor before) {
    long earliestUs = before.audio() == null ? 0 : before.audio().endUs();
    return SilentFrames.of(sound)
        .map(frames -> new SilenceFill(session, sound, frames, timeline, earliestUs))
        .orElse(null);
  }

  /**
   * Inserts silence up to a video sample that was placed, if the audio track has no samples.
   *
   * @param pictureUs decode time of the video sample on the stream's timeline, µs
   */
  void upTo(long pictureUs) {
    long limit = timeline.ticks(pictureUs - session.soundLag.us());
    if (session.isSoundAbsent()) {
      session.silence.filled();
      session.filledSound = sound;
      put(limit);
    } else if (isMissing(limit)) {
      put(limit);
    }
  }

  /**
   * Whether audio is missing. Half a second is shorter than most chunks, so that each chunk has the
   * audio of its own video samples. Without it, hls.js loads the same segments again and again. A
   * publisher that is faster than 1.5 times real time has not lost its audio.
   */
  private boolean isMissing(long limit) {
    if (!session.soundLag.isKnown() || session.isSoundAnnounced()) {
      return false;
    }
    long timescale = timeline.timescale();
    long holeUs = Ticks.toMicros(limit - timeline.nextSound(frames.ticks(1, timescale)), timescale);
    return (open || holeUs >= MIN_HOLE_US)
        && session.silence.waitedUs() >= Math.max(holeUs, MIN_HOLE_US) / 3 * 2;
  }

  /** Fills the gap before a sample. Must be called before {@link TrackTimeline#place}. */
  void before(Sample real) {
    session.silenceSuits = frames.suit(real.data());
    if (!open
        || !TrackTimeline.plausible(real.dts(), real.pts(), real.duration(), sound.timescale())) {
      return;
    }
    long due = timeline.due(real.dts());
    if (!timeline.jumps(real.dts())) {
      put(due + timeline.rounding());
    }
  }

  /**
   * Must be called after a sample was placed.
   *
   * @param pictureUs decode time of the latest video sample on the stream's timeline, µs
   */
  void placed(long pictureUs) {
    open = false;
    session.filledSound = null;
    session.soundLag.placed(timeline.dtsUs(), pictureUs);
  }

  /**
   * A sample was too early to be placed.
   *
   * @param pictureUs decode time of the latest video sample on the stream's timeline, µs
   */
  void dropped(Sample real, long pictureUs) {
    if (open) {
      session.soundLag.dropped(timeline.dueUs(real.dts()), pictureUs);
    }
  }

  private void put(long limit) {
    long timescale = timeline.timescale();
    long longest = MAX_US / 1_000_000 * timescale;
    if (!open) {
      long next = Math.max(earliest, timeline.nextSound(frames.ticks(1, timescale)));
      begin(limit - next > longest ? limit : next);
    } else if (limit - at(count) > longest) {
      begin(limit);
    }
    for (; at(count + 1) <= limit; count++) {
      open = true;
      timeline.placeSilence(at(count), at(count + 1) - at(count));
      session.writer.add(SOUND, timeline, true, frames.frame());
      session.silentFrames++;
    }
  }

  private void begin(long at) {
    from = at;
    count = 0;
  }

  private long at(long frame) {
    return from + frames.ticks(frame, timeline.timescale());
  }
}
