package io.framelog.media.chunk;

import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.codec.SilentFrames;
import org.jspecify.annotations.Nullable;

/**
 * Puts silent frames where a sound sends nothing, each at the end of the one before:
 *
 * <pre>
 *   sound    a a a                       a a
 *   silence        s s s s s s s s s s s        less than a frame is left free
 *            ------------------------------- media time
 * </pre>
 *
 * <p>Where sound comes behind the picture it belongs to, silence stays behind by as much, so that
 * the sound finds its place free when it comes back. What still has none is dropped: decode times
 * only grow. One thread.
 */
final class SilenceFill {
  /** A sound of which so much media time is missing sends nothing, µs. */
  private static final long MIN_HOLE_US = 500_000;

  /** The wall-clock time that has to pass since its last sample, µs. */
  private static final long MIN_WAITED_US = MIN_HOLE_US / 3 * 2;

  /** A longer hole is one of the picture, too, or has been gone past by viewers. */
  private static final long MAX_US = 60_000_000;

  /** The sound's index among the tracks: the picture is the first. */
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
   * For the second of two tracks; null where its codec has no silent frame.
   *
   * @param before what was played before
   */
  static @Nullable SilenceFill of(
      ChunkerContext session, Track sound, TrackTimeline timeline, Predecessor before) {
    long earliestUs = before.audio() == null ? 0 : before.audio().endUs();
    return SilentFrames.of(sound)
        .map(frames -> new SilenceFill(session, sound, frames, timeline, earliestUs))
        .orElse(null);
  }

  /**
   * A picture was placed. Where the sound sends nothing, silence goes up to it.
   *
   * @param pictureUs decode time of the picture on the stream's timeline, µs
   */
  void upTo(long pictureUs) {
    long limit = timeline.ticks(pictureUs - session.soundLag.us());
    if (session.silence.isAbsent()) {
      session.silence.filled();
      session.filledSound = sound;
      put(limit);
    } else if (isMissing(limit)) {
      put(limit);
    }
  }

  /**
   * Whether sound that should have come by now has not. Half a second is shorter than most chunks:
   * each then has the sound of its own pictures, without which hls.js loads segments again and
   * again.
   */
  private boolean isMissing(long limit) {
    long hole = limit - timeline.nextSound(frames.ticks(1, timeline.timescale()));
    return session.soundLag.isKnown()
        && session.silence.waitedUs() >= MIN_WAITED_US
        && (open || hole >= timeline.ticks(MIN_HOLE_US));
  }

  /** A sample comes, which {@link TrackTimeline#place} has not seen: fills what is before it. */
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
   * A sample was placed: the silence is over.
   *
   * @param pictureUs decode time of the newest picture on the stream's timeline, µs
   */
  void placed(long pictureUs) {
    open = false;
    session.filledSound = null;
    session.soundLag.placed(timeline.dtsUs(), pictureUs);
  }

  /**
   * A sample was too early to be placed.
   *
   * @param pictureUs decode time of the newest picture on the stream's timeline, µs
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
