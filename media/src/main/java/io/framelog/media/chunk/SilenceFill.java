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
 * only grow. Not thread-safe.
 */
final class SilenceFill {
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
   * The sound has sent nothing for too long.
   *
   * @param pictureUs decode time of the newest picture on the stream's timeline, µs
   */
  void upTo(long pictureUs) {
    session.silence.filled();
    put(timeline.ticks(pictureUs - session.soundLag.us()));
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

  /** A sample was placed. */
  void over() {
    open = false;
    session.filledSound = null;
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
      session.filledSound = sound;
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
