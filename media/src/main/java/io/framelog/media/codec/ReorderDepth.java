package io.framelog.media.codec;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;

/**
 * How many frames may precede a frame in decoding order and follow it in presentation order. Used
 * to derive the decode times of a container that has none (Matroska).
 */
public final class ReorderDepth {
  private ReorderDepth() {}

  /**
   * The reorder depth that a configuration allows.
   *
   * @param config as {@link Codec} describes it
   * @return frames, 0..16; 0 for codecs and streams that never reorder, and when the configuration
   *     has no parameter set
   * @throws CodecException when the configuration is malformed
   */
  public static int of(Codec codec, Bytes config) {
    return switch (codec) {
      case H264 ->
          AvcConfig.parse(config).sps().stream()
              .mapToInt(set -> AvcSps.parse(set).reorderDepth())
              .max()
              .orElse(0);
      case HEVC ->
          HevcConfig.parse(config).sps().stream()
              .mapToInt(set -> HevcSps.parse(set).reorderDepth())
              .max()
              .orElse(0);
      case VP8, VP9, AV1, JPEG, WEBP, AAC, OPUS, VORBIS, MP3, FLAC -> 0;
    };
  }
}
