package io.framelog.media.chunk;

import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import org.jspecify.annotations.Nullable;

/**
 * Places one track's samples on the stream's timeline with a constant offset in output ticks, which
 * preserves the publisher's spacing of samples.
 *
 * <p>Reused for each sample to avoid an allocation: call {@link #place}, then read the times.
 */
final class TrackTimeline {
  private static final long MAX_COMPOSITION_OFFSET_S = 60;
  private static final long MAX_DURATION_S = 3600;

  static final long MAX_BACKWARD_S = 1;

  /**
   * Maximum duration of an audio frame, ms; some muxers add a pause to the duration of the frame
   * before it.
   */
  private static final long MAX_SOUND_MS = 250;

  /** Rounding error of publishers whose timestamps are in ms, ms. */
  private static final long ROUNDING_MS = 2;

  private final Track input;
  private final long outputTimescale;
  private final long offset;
  private final long fallbackDuration;
  private final PublisherClock clock;
  private final @Nullable Leftovers leftovers;
  private final TimelineBase base;
  private long floor;
  private long end;
  private boolean placedOne;
  private boolean heardOne;
  private boolean silent;
  private long heardDts;

  private long dts;
  private long pts;
  private long duration;
  private long interval;
  private long lastInterval;

  /** The result of placing a sample. */
  enum Placement {
    PLACED,
    /**
     * Its decode time did not increase: it was set to one tick after the previous one, and the
     * presentation time was moved by the same amount.
     */
    REPAIRED,
    /**
     * Earlier than the session's start, left over from before the publisher's clock was set, or
     * overlapping inserted silence.
     */
    TOO_EARLY,
    /** Outside the timeline's range, or presentation and decode time are minutes apart. */
    REFUSED,
    /**
     * The publisher's clock was set: the time is so far from the previous one that a new base is
     * needed.
     */
    JUMPED
  }

  /**
   * Creates a timeline without samples.
   *
   * @param floorUs smallest decode time of the first sample, µs
   * @param clock distinguishes a pause from a clock that was set
   * @param leftovers recognizes samples from before the clock was set; null when it was not
   */
  TrackTimeline(
      Track input,
      long outputTimescale,
      TimelineBase base,
      long floorUs,
      PublisherClock clock,
      @Nullable Leftovers leftovers) {
    this.input = input;
    this.outputTimescale = outputTimescale;
    this.offset = base.offset(outputTimescale);
    this.base = base;
    this.floor = Ticks.ceilFromMicros(floorUs, outputTimescale);
    this.clock = clock;
    this.leftovers = leftovers;
    this.fallbackDuration = fallbackDuration(input, outputTimescale);
  }

  private static long fallbackDuration(Track track, long timescale) {
    double seconds = track.kind() == TrackKind.VIDEO ? 0.040 : 0.020;
    // A publisher may state any rate: one with frames of minutes is ignored.
    if (track.video() != null && track.video().frameRate() * MAX_DURATION_S >= 1) {
      seconds = 1 / track.video().frameRate();
    }
    return Math.max(1, Math.round(seconds * timescale));
  }

  /** Places the sample that opens the first chunk; if it is too early, it is moved. */
  void open(long inputDts, long inputPts, long inputDuration) {
    place(inputDts, inputPts, inputDuration, true);
  }

  Placement place(long inputDts, long inputPts, long inputDuration) {
    return place(inputDts, inputPts, inputDuration, false);
  }

  private Placement place(long inputDts, long inputPts, long inputDuration, boolean opening) {
    if (!plausible(inputDts, inputPts, inputDuration, input.timescale())) {
      return Placement.REFUSED;
    }
    long candidate = due(inputDts);
    if (!Ticks.fits(candidate, outputTimescale)) {
      return Placement.REFUSED;
    }
    long previous = placedOne ? dts : floor;
    boolean repair = candidate < floor;
    if (jumps(inputDts)) {
      return Placement.JUMPED;
    }
    if (!heardOne
        && !opening
        && leftovers != null
        && leftovers.contain(inputDts, input.timescale(), clock)) {
      return Placement.TOO_EARLY;
    }
    long moved = 0;
    if (repair) {
      boolean behindSilence = silent && floor - candidate > rounding();
      if (behindSilence || (!placedOne && !opening)) {
        return Placement.TOO_EARLY;
      }
      moved = floor - candidate;
      candidate = floor;
    }
    // Moved together with the DTS: without reordering, the PTS must not precede the previous one.
    long presented = Ticks.rescale(inputPts, input.timescale(), outputTimescale) + offset + moved;
    if (presented < 0) {
      return Placement.REFUSED;
    }
    dts = candidate;
    pts = presented;
    long since = placedOne ? dts - previous : 0;
    // The smaller of the last two intervals: an interval that contains a pause is not a duration.
    interval = lastInterval > 0 ? Math.min(since, lastInterval) : since;
    lastInterval = since;
    duration = duration(inputDuration, interval);
    floor = dts + 1;
    end = Math.max(end, pts + duration);
    placedOne = true;
    clock.reached(inputDts, inputPts, input.timescale());
    heardOne = true;
    heardDts = dts;
    boolean repaired = repair && !silent;
    silent = false;
    return repaired ? Placement.REPAIRED : Placement.PLACED;
  }

  /**
   * Places a silent frame; later samples are not placed before its end.
   *
   * @param at output ticks, not before {@link #nextSound}
   * @param length output ticks, at least 1
   */
  void placeSilence(long at, long length) {
    dts = at;
    pts = at;
    duration = length;
    interval = length;
    lastInterval = length;
    floor = at + length;
    end = Math.max(end, floor);
    placedOne = true;
    silent = true;
  }

  /**
   * Start of audio that follows without a gap, output ticks.
   *
   * @param frame duration of an audio frame, output ticks
   */
  long nextSound(long frame) {
    if (!placedOne) {
      return floor;
    }
    boolean plausible = duration <= MAX_SOUND_MS * outputTimescale / 1_000;
    return Math.max(floor, pts + (plausible ? duration : frame));
  }

  /** Largest difference between two times that count as equal, output ticks. */
  long rounding() {
    return ROUNDING_MS * outputTimescale / 1_000;
  }

  /** An input time in output ticks, without range check. */
  long due(long inputDts) {
    return Ticks.rescale(inputDts, input.timescale(), outputTimescale) + offset;
  }

  /** Where an input time lies, µs, wherever that is. */
  long dueUs(long inputDts) {
    return Ticks.toMicros(due(inputDts), outputTimescale);
  }

  /** A time of the stream's timeline in output ticks. */
  long ticks(long micros) {
    return Ticks.rescale(micros, 1_000_000, outputTimescale);
  }

  /** Ticks a second of the output times. */
  long timescale() {
    return outputTimescale;
  }

  /** Whether an input time means that the publisher's clock was set. */
  boolean jumps(long inputDts) {
    return heardOne
        && (clock.isAhead(inputDts, input.timescale())
            || heardDts - due(inputDts) > MAX_BACKWARD_S * outputTimescale);
  }

  /** Whether the times of a sample are plausible for live media. */
  static boolean plausible(long dts, long pts, long duration, long timescale) {
    return Ticks.fits(dts, timescale)
        && Ticks.fits(pts, timescale)
        && Math.abs(pts - dts) / timescale <= MAX_COMPOSITION_OFFSET_S
        && duration >= 0
        && duration / timescale <= MAX_DURATION_S;
  }

  /**
   * The container's duration, else the track's default, else the previous interval, else a common
   * one.
   */
  private long duration(long given, long interval) {
    long known = given > 0 ? given : input.defaultDuration();
    if (known > 0) {
      return Math.max(1, Ticks.rescale(known, input.timescale(), outputTimescale));
    }
    return interval > 0 ? interval : fallbackDuration;
  }

  /** The end of this track; null when nothing was placed. */
  Predecessor.@Nullable TrackEnd trackEnd() {
    return placedOne
        ? new Predecessor.TrackEnd(
            Ticks.toMicros(floor, outputTimescale), Ticks.toMicros(end, outputTimescale))
        : null;
  }

  TimelineBase base() {
    return base;
  }

  /** Decode time of the sample placed last, output ticks. */
  long dts() {
    return dts;
  }

  /** Presentation time of the sample placed last, output ticks. */
  long pts() {
    return pts;
  }

  /** Duration of the sample placed last, output ticks, at least 1. */
  long duration() {
    return duration;
  }

  long ptsUs() {
    return Ticks.toMicros(pts, outputTimescale);
  }

  long dtsUs() {
    return Ticks.toMicros(dts, outputTimescale);
  }

  /** Decode end of the sample placed last, by its duration. */
  long decodeEndUs() {
    return Ticks.toMicros(dts + duration, outputTimescale);
  }

  /**
   * Expected decode end of the sample placed last: muxers that have not seen the next sample may
   * state any duration.
   */
  long reachUs() {
    long reach = interval > 0 ? Math.min(duration, interval) : duration;
    return Ticks.toMicros(dts + reach, outputTimescale);
  }

  long endUs() {
    return Ticks.toMicros(pts + duration, outputTimescale);
  }
}
