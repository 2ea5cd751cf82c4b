package io.framelog.media.codec;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import java.nio.ByteBuffer;

/**
 * How long a frame of sound lasts, as the frame or the codec's configuration says: the times of
 * laced frames, where the container states none.
 *
 * <p>To be asked for every frame of a track, in order.
 */
@FunctionalInterface
public interface AudioFrameLength {
  /** Nanoseconds; 0 when the frame does not tell. Its position does not move. */
  long nanos(ByteBuffer frame);

  /**
   * The rule of a codec.
   *
   * @param config as {@link Codec} describes it
   * @param sampleRate Hz, for the codecs whose configuration does not say
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
