package io.framelog.media.chunk;

import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import io.framelog.media.chunk.Predecessor.TrackEnd;
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
  private static final long MOST_OVERLAP_US = 200_000;

  /** Sound that overlaps the sound before by less is heard: about half a frame. */
  private static final long LEAST_OVERLAP_US = 12_000;

  /**
   * @param logEndUs where the log ends, µs
   * @param waitedMs how long this start was awaited, ms
   */
  record Log(long logEndUs, long waitedMs) {}

  /**
   * Places the first sample of a track.
   *
   * @param audio the track of the sound that goes with it, where the sample is of a picture
   * @param leading the sound that was awaited with it
   */
  static SessionStart of(
      Sample first,
      Track track,
      @Nullable Track audio,
      LeadingAudio leading,
      Predecessor before,
      Log log) {
    TimelineBase goneOn = before.base();
    if (goneOn == null) {
      TimelineBase base = first(first, track, audio, leading, log.logEndUs());
      return new SessionStart(before.times(), base, base.endUs(), base.endUs());
    }
    if (before.times() == Predecessor.Times.CONTINUING
        && goesOn(first, track, before, goneOn, log)) {
      return new SessionStart(
          before.times(),
          goneOn,
          before.video() == null ? goneOn.endUs() : before.video().nextDtsUs(),
          before.audio() == null ? goneOn.endUs() : before.audio().nextDtsUs());
    }
    TrackEnd sound = before.audio();
    return new SessionStart(
        before.times() == Predecessor.Times.OF_A_NEW_FILE
            ? before.times()
            : Predecessor.Times.OF_A_SET_CLOCK,
        behind(first, track, audio, leading, before, log.logEndUs()),
        before.video() == null ? log.logEndUs() : before.video().nextDtsUs(),
        sound == null
            ? Math.max(0, log.logEndUs() - MOST_OVERLAP_US)
            : Math.max(sound.nextDtsUs(), sound.endUs() - LEAST_OVERLAP_US));
  }

  private static TimelineBase first(
      Sample first, Track track, @Nullable Track audio, LeadingAudio leading, long endUs) {
    // A negative composition offset would present it inside the session before.
    long firstTime = Math.min(first.dts(), first.pts());
    if (audio == null) {
      return TimelineBase.at(endUs, firstTime, track.timescale());
    }
    if (leading.isEmpty()) {
      return TimelineBase.before(endUs, firstTime, track.timescale(), audio);
    }
    long audioDts = leading.first().dts();
    return Ticks.earlier(audioDts, audio.timescale(), firstTime, track.timescale())
        ? TimelineBase.at(endUs, audioDts, audio.timescale())
        : TimelineBase.at(endUs, firstTime, track.timescale());
  }

  /** Whether a sample is where the times before let it be expected. */
  private static boolean goesOn(
      Sample first, Track track, Predecessor before, TimelineBase base, Log log) {
    TrackEnd end = track.kind() == TrackKind.VIDEO ? before.video() : before.audio();
    long placedUs = base.placedUs(first.dts(), track.timescale());
    long earliestUs = end == null ? base.endUs() : end.nextDtsUs();
    long reachedUs = end == null ? log.logEndUs() : end.nextDtsUs();
    return placedUs >= earliestUs - TrackTimeline.MAX_BACKWARD_S * 1_000_000
        && placedUs - reachedUs <= TrackTimeline.MAX_FORWARD_S * 1_000_000 + log.waitedMs() * 1_000;
  }

  /** Presentation goes on without a hole. */
  private static TimelineBase behind(
      Sample first,
      Track track,
      @Nullable Track audio,
      LeadingAudio leading,
      Predecessor before,
      long logEndUs) {
    TrackEnd picture = before.video();
    if (track.kind() == TrackKind.AUDIO) {
      return TimelineBase.at(logEndUs, first.dts(), track.timescale());
    }
    long fromUs =
        picture == null ? logEndUs : Math.max(picture.endUs(), logEndUs - MOST_OVERLAP_US);
    // Decode times only grow, too.
    long reorderTicks = Math.max(0, first.pts() - first.dts());
    long reorderUs = Ticks.ceilDiv(reorderTicks * 1_000_000, track.timescale());
    long decodableUs = picture == null ? logEndUs : picture.nextDtsUs();
    fromUs = Math.max(fromUs, decodableUs + reorderUs);
    if (audio != null && !leading.isEmpty()) {
      long leadUs =
          Ticks.toMicros(first.pts(), track.timescale())
              - Ticks.toMicros(leading.first().dts(), audio.timescale());
      long soundEndUs = before.audio() == null ? logEndUs : before.audio().endUs();
      long overlapUs = soundEndUs - (fromUs - leadUs);
      fromUs += overlapUs > MOST_OVERLAP_US ? overlapUs : 0;
    }
    return TimelineBase.at(fromUs, first.pts(), track.timescale());
  }
}
