package io.framelog.media.chunk;

import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import java.time.InstantSource;
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

  /** What a publisher may fall silent for beyond the time that has really passed. */
  static final long MAX_FORWARD_S = 10;

  static final long MAX_BACKWARD_S = 1;

  /** Samples from before a jump may be interleaved with those after it for so long. */
  private static final long SETTLED_MS = 2_000;

  /** No frame of sound lasts longer, ms; some muxers give the last one before a pause the pause. */
  private static final long LONGEST_SOUND_MS = 250;

  /** Times of publishers whose clock counts in ms are off by so much, ms. */
  private static final long ROUNDING_MS = 2;

  private final Track input;
  private final long outputTimescale;
  private final long offset;
  private final long fallbackDuration;
  private final InstantSource clock;
  private final boolean afterJump;
  private final TimelineBase base;
  private long placedAtMs;
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
   * @param afterJump whether this is the second base of the same tracks
   */
  TrackTimeline(
      Track input,
      long outputTimescale,
      TimelineBase base,
      long floorUs,
      InstantSource clock,
      boolean afterJump) {
    this.input = input;
    this.outputTimescale = outputTimescale;
    this.offset = base.offset(outputTimescale);
    this.base = base;
    this.floor = Ticks.ceilFromMicros(floorUs, outputTimescale);
    this.clock = clock;
    this.afterJump = afterJump;
    this.placedAtMs = clock.millis();
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
    long now = clock.millis();
    long waitedMs = now - placedAtMs;
    boolean ahead = isAhead(candidate - previous, waitedMs);
    if (jumps(candidate)) {
      return Placement.JUMPED;
    }
    if (ahead && afterJump && waitedMs < SETTLED_MS && !opening) {
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
    duration = duration(inputDuration, placedOne ? dts - previous : 0);
    interval = placedOne ? dts - previous : duration;
    floor = dts + 1;
    end = Math.max(end, pts + duration);
    placedOne = true;
    placedAtMs = now;
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
    floor = at + length;
    end = Math.max(end, floor);
    placedOne = true;
    placedAtMs = clock.millis();
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
    boolean plausible = duration <= LONGEST_SOUND_MS * outputTimescale / 1_000;
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

  /** A time of the stream's timeline in output ticks. */
  long ticks(long micros) {
    return Ticks.rescale(micros, 1_000_000, outputTimescale);
  }

  /** Ticks a second of the times it gives. */
  long timescale() {
    return outputTimescale;
  }

  /** Whether a sample at a time, output ticks, is of a clock that was set. */
  boolean jumps(long candidate) {
    return heardOne
        && (isAhead(candidate - dts, clock.millis() - placedAtMs)
            || heardDts - candidate > MAX_BACKWARD_S * outputTimescale);
  }

  /** Whether media time has run on by more than can have passed. */
  private boolean isAhead(long ticks, long waitedMs) {
    return ticks > (MAX_FORWARD_S + waitedMs / 1_000) * outputTimescale;
  }

  /** Whether the times of a sample can be those of live media at all. */
  static boolean plausible(long dts, long pts, long duration, long timescale) {
    return Ticks.fits(dts, timescale)
        && Ticks.fits(pts, timescale)
        && Math.abs(pts - dts) / timescale <= MAX_COMPOSITION_OFFSET_S
        && duration >= 0
        && duration / timescale <= MAX_DURATION_S;
  }

  /** The container's, else the track's default, else the interval before, else a usual one. */
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
   * next one may state any duration, and after a pause the interval before says nothing.
   */
  long reachUs() {
    return Ticks.toMicros(dts + Math.min(duration, interval), outputTimescale);
  }

  long endUs() {
    return Ticks.toMicros(pts + duration, outputTimescale);
  }
}
