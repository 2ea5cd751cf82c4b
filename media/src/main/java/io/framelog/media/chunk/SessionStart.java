package io.framelog.media.chunk;

import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import io.framelog.media.chunk.Predecessor.TrackEnd;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The position of a set of tracks' first chunk on the stream's timeline.
 *
 * <p>When the session has played nothing, its first decode time is placed at the end of the log.
 * When it has, and its times do not continue, the first picture is shown when the last one ends:
 *
 * <pre>
 *   shown   … | last picture | first picture …      no gap, however frames are reordered
 *   sound   … | last sound  |###| second sound …    audio that overlaps the old audio is dropped
 * </pre>
 *
 * @param times how the times of the samples relate to the old ones
 * @param videoFloorUs smallest decode time of the first video sample, µs on the stream's timeline
 * @param audioFloorUs smallest decode time of the first audio sample, µs on the stream's timeline
 */
record SessionStart(
    Predecessor.Times times, TimelineBase base, long videoFloorUs, long audioFloorUs) {
  /** When new audio overlaps the old audio by more, all new tracks are delayed to follow it. */
  private static final long MAX_OVERLAP_US = 200_000;

  /** Audio that overlaps the old audio by less, about half a frame, is kept. */
  private static final long MIN_OVERLAP_US = 12_000;

  /**
   * @param logEndUs end of the log, µs
   * @param waitedMs how long samples of any track were awaited before this start, ms
   */
  record Log(long logEndUs, long waitedMs) {}

  /**
   * The audio track of a start.
   *
   * @param fromDts decode time of its first sample, ticks; null while unknown
   */
  record Sound(Track track, @Nullable Long fromDts) {
    boolean isKnown() {
      return fromDts != null;
    }

    private long dts() {
      return Objects.requireNonNull(fromDts);
    }
  }

  /**
   * Places the first sample of a track.
   *
   * @param sound the audio track besides that track; null when there is none
   */
  static SessionStart of(
      Sample first, Track track, @Nullable Sound sound, Predecessor before, Log log) {
    TimelineBase goneOn = before.base();
    if (goneOn == null) {
      TimelineBase base = first(first, track, sound, log.logEndUs());
      return new SessionStart(before.times(), base, base.endUs(), base.endUs());
    }
    if (before.times() == Predecessor.Times.CONTINUING
        && goesOn(first, track, sound, before, goneOn, log)) {
      return new SessionStart(
          before.times(),
          goneOn,
          before.video() == null ? goneOn.endUs() : before.video().nextDtsUs(),
          before.audio() == null ? goneOn.endUs() : before.audio().nextDtsUs());
    }
    TrackEnd soundBefore = before.audio();
    return new SessionStart(
        before.times() == Predecessor.Times.OF_A_NEW_FILE
            ? before.times()
            : Predecessor.Times.OF_A_SET_CLOCK,
        behind(first, track, sound, before, log.logEndUs()),
        before.video() == null ? log.logEndUs() : before.video().nextDtsUs(),
        soundBefore == null
            ? Math.max(0, log.logEndUs() - MAX_OVERLAP_US)
            : Math.max(soundBefore.nextDtsUs(), soundBefore.endUs() - MIN_OVERLAP_US));
  }

  private static TimelineBase first(Sample first, Track track, @Nullable Sound sound, long endUs) {
    // With a negative composition offset it would be presented inside the previous session.
    long firstTime = Math.min(first.dts(), first.pts());
    if (sound == null) {
      return TimelineBase.at(endUs, firstTime, track.timescale());
    }
    if (!sound.isKnown()) {
      return TimelineBase.before(endUs, firstTime, track.timescale(), sound.track());
    }
    long soundTimescale = sound.track().timescale();
    return Ticks.earlier(sound.dts(), soundTimescale, firstTime, track.timescale())
        ? TimelineBase.at(endUs, sound.dts(), soundTimescale)
        : TimelineBase.at(endUs, firstTime, track.timescale());
  }

  /**
   * Whether a sample, with the audio before it, is at a plausible continuation of the old times.
   */
  private static boolean goesOn(
      Sample first,
      Track track,
      @Nullable Sound sound,
      Predecessor before,
      TimelineBase base,
      Log log) {
    TrackEnd end = before.end(track.kind());
    long placedUs = base.placedUs(first.dts(), track.timescale());
    long earliestUs = end == null ? base.endUs() : end.nextDtsUs();
    if (placedUs < earliestUs - TrackTimeline.MAX_BACKWARD_S * 1_000_000) {
      return false;
    }
    long nearestUs = placedUs;
    if (sound != null && sound.isKnown()) {
      nearestUs = Math.min(nearestUs, base.placedUs(sound.dts(), sound.track().timescale()));
    }
    return nearestUs - log.logEndUs() <= PublisherClock.MAX_UNSEEN_US + log.waitedMs() * 1_000;
  }

  /** A base with which presentation continues without a gap. */
  private static TimelineBase behind(
      Sample first, Track track, @Nullable Sound sound, Predecessor before, long logEndUs) {
    TrackEnd picture = before.video();
    if (track.kind() == TrackKind.AUDIO) {
      return TimelineBase.at(logEndUs, first.dts(), track.timescale());
    }
    long fromUs = picture == null ? logEndUs : Math.max(picture.endUs(), logEndUs - MAX_OVERLAP_US);
    // Decode times must increase, too.
    long reorderTicks = Math.max(0, first.pts() - first.dts());
    long reorderUs = Ticks.ceilDiv(reorderTicks * 1_000_000, track.timescale());
    long decodableUs = picture == null ? logEndUs : picture.nextDtsUs();
    fromUs = Math.max(fromUs, decodableUs + reorderUs);
    if (sound != null && sound.isKnown()) {
      long leadUs =
          Ticks.toMicros(first.pts(), track.timescale())
              - Ticks.toMicros(sound.dts(), sound.track().timescale());
      long soundEndUs = before.audio() == null ? logEndUs : before.audio().endUs();
      long overlapUs = soundEndUs - (fromUs - leadUs);
      fromUs += overlapUs > MAX_OVERLAP_US ? overlapUs : 0;
    }
    return TimelineBase.at(fromUs, first.pts(), track.timescale());
  }
}
