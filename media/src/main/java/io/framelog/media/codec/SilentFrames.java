package io.framelog.media.codec;

import io.framelog.media.Bytes;
import io.framelog.media.Track;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Frames of digital silence that can stand among those of a track, for the codecs that have such a
 * frame without an encoder: AAC-LC and Opus.
 *
 * <p>Immutable; {@link #frame} gives the same buffer each time, for one thread.
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
   * Those of a track: empty where its codec, or this configuration of it, has none.
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

  /** The frame; its position is not to be moved. */
  public ByteBuffer frame() {
    return frame;
  }

  /**
   * How long so many of them last, to the nearest tick.
   *
   * @param count 0..2^31
   * @param timescale ticks a second, 1..1000000
   */
  public long ticks(long count, long timescale) {
    return (count * samples * timescale + sampleRate / 2) / sampleRate;
  }

  /**
   * Whether they can stand beside a frame of the track. AAC may describe its channels in its
   * frames; decoders then expect those channels' elements, and not those of the configuration.
   *
   * @param real its position does not move
   */
  public boolean suit(ByteBuffer real) {
    return !aac
        || !real.hasRemaining()
        || (real.get(real.position()) & 0xff) >>> 5 != PROGRAM_CONFIG;
  }
}
