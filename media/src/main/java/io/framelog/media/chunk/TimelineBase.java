package io.framelog.media.chunk;

import io.framelog.media.Track;
import java.math.BigInteger;

/**
 * Maps a session's input times to the stream's timeline: one constant for all its tracks.
 *
 * <p>The session's first DTS over its tracks is placed at the end of the log. The first part is
 * emitted before every track has had a sample, so that first DTS is:
 *
 * <ul>
 *   <li>the smallest so far, including audio received before the keyframe;
 *   <li>if an audio track has had no sample yet: earlier by the largest possible priming of its
 *       encoder (ffmpeg's AAC starts 1024 samples before the video, Opus by its pre-skip), or the
 *       publisher's zero if that is less than 200 ms earlier: ffmpeg shifts its tracks so that the
 *       earliest starts there.
 * </ul>
 *
 * <p>So the exact distances between all samples are preserved. A sample that is still earlier than
 * the base would overlap the previous session; {@link TrackTimeline} refuses it.
 *
 * @param endUs end of the log, µs
 * @param originTicks input time placed there, ticks of {@code originTimescale}
 * @param leadUs µs by which the origin is after {@code endUs}
 */
record TimelineBase(long endUs, long originTicks, long originTimescale, long leadUs) {
  private static final long NEAR_ZERO_US = 200_000;
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  /** The base when {@code originTicks} is the earliest time and all tracks have had a sample. */
  static TimelineBase at(long endUs, long originTicks, long originTimescale) {
    return new TimelineBase(endUs, originTicks, originTimescale, 0);
  }

  /** The base when {@code unheard} may still start before the earliest sample so far. */
  static TimelineBase before(long endUs, long originTicks, long originTimescale, Track unheard) {
    long originUs = Ticks.toMicros(originTicks, originTimescale);
    long lead = primingUs(unheard);
    if (originUs > 0 && originUs < NEAR_ZERO_US) {
      lead = Math.max(lead, originUs + 1);
    }
    return new TimelineBase(endUs, originTicks, originTimescale, lead);
  }

  /** The longest priming that an encoder may put before the first audio, µs. */
  private static long primingUs(Track audio) {
    int rate = audio.audio() == null ? 48_000 : audio.audio().sampleRate();
    return switch (audio.codec()) {
      case AAC -> Ticks.ceilDiv(2112 * 1_000_000L, rate);
      case MP3 -> Ticks.ceilDiv(1105 * 1_000_000L, rate);
      case OPUS -> 7_000;
      default -> 0;
    };
  }

  /** An input time on the stream's timeline, µs. */
  long placedUs(long ticks, long timescale) {
    return Ticks.toMicros(ticks, timescale) + offset(1_000_000);
  }

  /**
   * The offset to add to a track's rescaled input times, rounded up so that no track begins before
   * the end of the log.
   */
  long offset(long outputTimescale) {
    BigInteger out = BigInteger.valueOf(outputTimescale);
    BigInteger in = BigInteger.valueOf(originTimescale);
    BigInteger numerator =
        BigInteger.valueOf(endUs)
            .add(BigInteger.valueOf(leadUs))
            .multiply(out)
            .multiply(in)
            .subtract(BigInteger.valueOf(originTicks).multiply(out).multiply(MILLION));
    BigInteger denominator = in.multiply(MILLION);
    BigInteger[] division = numerator.divideAndRemainder(denominator);
    return division[0].longValueExact() + (division[1].signum() > 0 ? 1 : 0);
  }
}
