package io.framelog.media.chunk;

import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import org.jspecify.annotations.Nullable;

/**
 * Places one track's samples on the stream's timeline: a constant offset in the output's ticks, so
 * that the spacing of the samples is the publisher's.
 *
 * <p>Reused for each sample to spare an allocation: {@link #place} first, then read the times.
 */
final class TrackTimeline {
  private static final long MAX_COMPOSITION_OFFSET_S = 60;
  private static final long MAX_DURATION_S = 3600;

  static final long MAX_BACKWARD_S = 1;

  /** No frame of sound lasts longer, ms; some muxers give the last one before a pause the pause. */
  private static final long MAX_SOUND_MS = 250;

  /** Times of publishers whose clock counts in ms are off by so much, ms. */
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

  /** What became of a sample. */
  enum Placement {
    PLACED,
    /** Its decode time did not increase: both times were moved, it one tick past the one before. */
    REPAIRED,
    /**
     * Earlier than the session's begin, left over from before the publisher's clock was set, or
     * where silence already is.
     */
    TOO_EARLY,
    /** Outside what the timeline holds, or its presentation is minutes from its decoding. */
    REFUSED,
    /** The publisher's clock was set: so far from the sample before that a new base is needed. */
    JUMPED
  }

  /**
   * Nothing placed yet.
   *
   * @param floorUs where the first sample may be decoded at the earliest, µs
   * @param clock tells a publisher that was silent from one whose clock was set
   * @param leftovers what may still come from before the clock was set; null where it was not
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
    // A publisher may state any rate: one whose frames would last for minutes is not believed.
    if (track.video() != null && track.video().frameRate() * MAX_DURATION_S >= 1) {
      seconds = 1 / track.video().frameRate();
    }
    return Math.max(1, Math.round(seconds * timescale));
  }

  /** Places the sample that opens the first chunk: one that would be too early comes later. */
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
    // Moved along, or a sample of a codec that never reorders would be shown before the one before.
    long presented = Ticks.rescale(inputPts, input.timescale(), outputTimescale) + offset + moved;
    if (presented < 0) {
      return Placement.REFUSED;
    }
    dts = candidate;
    pts = presented;
    long since = placedOne ? dts - previous : 0;
    // After a pause the interval before says nothing.
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
   * Places a frame of silence: nothing is placed before its end from then on.
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
   * Where sound that follows without a hole begins, output ticks.
   *
   * @param frame how long a frame of it lasts, output ticks
   */
  long nextSound(long frame) {
    if (!placedOne) {
      return floor;
    }
    boolean plausible = duration <= MAX_SOUND_MS * outputTimescale / 1_000;
    return Math.max(floor, pts + (plausible ? duration : frame));
  }

  /** By how much two times may differ that are meant to be the same, output ticks. */
  long rounding() {
    return ROUNDING_MS * outputTimescale / 1_000;
  }

  /** Where an input time lies, output ticks, wherever that is. */
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

  /** Ticks a second of the times it gives. */
  long timescale() {
    return outputTimescale;
  }

  /** Whether a sample at an input time is of a clock that was set. */
  boolean jumps(long inputDts) {
    return heardOne
        && (clock.isAhead(inputDts, input.timescale())
            || heardDts - due(inputDts) > MAX_BACKWARD_S * outputTimescale);
  }

  /** Whether the times of a sample can be those of live media at all. */
  static boolean plausible(long dts, long pts, long duration, long timescale) {
    return Ticks.fits(dts, timescale)
        && Ticks.fits(pts, timescale)
        && Math.abs(pts - dts) / timescale <= MAX_COMPOSITION_OFFSET_S
        && duration >= 0
        && duration / timescale <= MAX_DURATION_S;
  }

  /** The container's, else the track's default, else the interval before it, else a usual one. */
  private long duration(long given, long interval) {
    long known = given > 0 ? given : input.defaultDuration();
    if (known > 0) {
      return Math.max(1, Ticks.rescale(known, input.timescale(), outputTimescale));
    }
    return interval > 0 ? interval : fallbackDuration;
  }

  /** How far this track has come; null when nothing was placed. */
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

  /** Where the sample placed last ends in decode time by its duration. */
  long decodeEndUs() {
    return Ticks.toMicros(dts + duration, outputTimescale);
  }

  /**
   * Where the sample placed last is likely to end in decode time: muxers that have not seen the
   * next one may state any duration.
   */
  long reachUs() {
    long reach = interval > 0 ? Math.min(duration, interval) : duration;
    return Ticks.toMicros(dts + reach, outputTimescale);
  }

  long endUs() {
    return Ticks.toMicros(pts + duration, outputTimescale);
  }
}
