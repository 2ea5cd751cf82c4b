package io.framelog.media.codec;

import io.framelog.media.Bytes;
import io.framelog.media.Track;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Frames of digital silence that can be mixed with the frames of a track, for the codecs whose
 * silent frame needs no encoder: AAC-LC and Opus.
 *
 * <p>Immutable, except that {@link #frame} always returns the same buffer, to be used by one
 * thread.
 */
public final class SilentFrames {
  private static final int LOW_COMPLEXITY = 2;
  private static final int PROGRAM_CONFIG = 5;

  private final ByteBuffer frame;
  private final int samples;
  private final int sampleRate;
  private final boolean aac;

  private SilentFrames(Bytes frame, int samples, int sampleRate, boolean aac) {
    this.frame = frame.buffer();
    this.samples = samples;
    this.sampleRate = sampleRate;
    this.aac = aac;
  }

  /**
   * The silent frames of a track; empty when its codec or configuration has none.
   *
   * @throws CodecException when the configuration is malformed
   */
  public static Optional<SilentFrames> of(Track track) {
    if (track.config().isEmpty()) {
      return Optional.empty();
    }
    return switch (track.codec()) {
      case AAC -> aac(AudioSpecificConfig.parse(track.config()));
      case OPUS -> {
        Bytes packet = OpusSilence.packet(OpusHead.parse(track.config()));
        yield Optional.of(
            new SilentFrames(packet, OpusSilence.SAMPLES, OpusHead.SAMPLE_RATE, false));
      }
      case MP3, VORBIS, FLAC, H264, HEVC, VP8, VP9, AV1, JPEG, WEBP -> Optional.empty();
    };
  }

  private static Optional<SilentFrames> aac(AudioSpecificConfig asc) {
    Bytes frame = AacSilence.frame(asc.channelConfiguration());
    boolean plain =
        asc.objectType() == LOW_COMPLEXITY && asc.outputSampleRate() == asc.sampleRate();
    return plain && !frame.isEmpty()
        ? Optional.of(new SilentFrames(frame, asc.samplesPerFrame(), asc.sampleRate(), true))
        : Optional.empty();
  }

  /** The frame; its position must not be moved. */
  public ByteBuffer frame() {
    return frame;
  }

  /**
   * The duration of a number of frames, to the nearest tick.
   *
   * @param count 0..2^31
   * @param timescale ticks a second, 1..1000000
   */
  public long ticks(long count, long timescale) {
    return (count * samples * timescale + sampleRate / 2) / sampleRate;
  }

  /**
   * Whether they are compatible with a frame of the track. AAC frames may describe their channels
   * themselves; decoders then expect the elements of those channels instead of the configuration's.
   *
   * @param real its position does not move
   */
  public boolean suit(ByteBuffer real) {
    return !aac
        || !real.hasRemaining()
        || (real.get(real.position()) & 0xff) >>> 5 != PROGRAM_CONFIG;
  }
}
