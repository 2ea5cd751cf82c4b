package io.framelog.media.chunk;

import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import io.framelog.media.chunk.Predecessor.TrackEnd;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the first chunk of a set of tracks lies on the stream's timeline.
 *
 * <p>Where the session has played nothing, its first decode time is placed at the end of the log.
 * Where it has, and its times do not go on, the first picture is shown when the last one ends:
 *
 * <pre>
 *   shown   … | last picture | first picture …      no hole, however frames are reordered
 *   sound   … | last sound  |###| second sound …    what overlaps the sound before is dropped
 * </pre>
 *
 * @param times how the times of the samples lie to those before
 * @param videoFloorUs least decode time of the first picture, µs on the stream's timeline
 * @param audioFloorUs least decode time of the first sound, µs on the stream's timeline
 */
record SessionStart(
    Predecessor.Times times, TimelineBase base, long videoFloorUs, long audioFloorUs) {
  /** Sound that overlaps the sound before by more is placed behind it, and the picture with it. */
  private static final long MAX_OVERLAP_US = 200_000;

  /** Sound that overlaps the sound before by less is heard: about half a frame. */
  private static final long MIN_OVERLAP_US = 12_000;

  /**
   * @param logEndUs where the log ends, µs
   * @param waitedMs how long samples of any track were awaited before this start, ms
   */
  record Log(long logEndUs, long waitedMs) {}

  /**
   * The sound that goes with a picture.
   *
   * @param fromDts decode time of its first sample, ticks; null while that is not known
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
   * @param sound null where there is none beside that track
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
    // A negative composition offset would present it inside the session before.
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

  /** Whether a sample, with the sound before it, is where the times before let it be expected. */
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

  /** Presentation goes on without a hole. */
  private static TimelineBase behind(
      Sample first, Track track, @Nullable Sound sound, Predecessor before, long logEndUs) {
    TrackEnd picture = before.video();
    if (track.kind() == TrackKind.AUDIO) {
      return TimelineBase.at(logEndUs, first.dts(), track.timescale());
    }
    long fromUs = picture == null ? logEndUs : Math.max(picture.endUs(), logEndUs - MAX_OVERLAP_US);
    // Decode times only grow, too.
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
