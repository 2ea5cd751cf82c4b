package io.framelog.media.codec;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import java.nio.ByteBuffer;

/**
 * The duration of an audio frame, from the frame or the codec's configuration. Gives laced frames
 * their times when the container states none.
 *
 * <p>Must be called for every frame of a track, in order.
 */
@FunctionalInterface
public interface AudioFrameLength {
  /** The duration in nanoseconds; 0 when unknown. The frame's position does not move. */
  long nanos(ByteBuffer frame);

  /**
   * The rule of a codec.
   *
   * @param config as {@link Codec} describes it
   * @param sampleRate Hz, for codecs whose configuration does not state it
   * @throws CodecException when the configuration is malformed
   */
  static AudioFrameLength of(Codec codec, Bytes config, int sampleRate) {
    return switch (codec) {
      case AAC -> {
        AudioSpecificConfig asc = AudioSpecificConfig.parse(config);
        long nanos = nanos(asc.samplesPerFrame(), asc.sampleRate());
        yield frame -> nanos;
      }
      case MP3 -> {
        long nanos = nanos(Mp3FrameHeader.samplesPerFrame(sampleRate), sampleRate);
        yield frame -> nanos;
      }
      case OPUS -> OpusFrameLength::nanos;
      case FLAC -> {
        FlacStreamInfo info = FlacStreamInfo.parse(config);
        yield frame -> nanos(info.blockSamples(frame), info.sampleRate());
      }
      case VORBIS -> VorbisFrameLength.of(VorbisHeaders.parse(config));
      case H264, HEVC, VP8, VP9, AV1, JPEG, WEBP -> frame -> 0;
    };
  }

  private static long nanos(int samples, int sampleRate) {
    return samples * 1_000_000_000L / sampleRate;
  }
}
