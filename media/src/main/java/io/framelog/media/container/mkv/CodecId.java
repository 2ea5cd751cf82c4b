package io.framelog.media.container.mkv;

import io.framelog.media.Codec;
import io.framelog.media.IgnoredTrack;
import org.jspecify.annotations.Nullable;

/** Maps Matroska's codec ids (RFC 9559 §23, "Matroska Codec Specifications"). */
final class CodecId {
  private CodecId() {}

  /** Null for a codec that is not carried. */
  static @Nullable Codec codec(String codecId) {
    return switch (codecId) {
      case "V_MPEG4/ISO/AVC" -> Codec.H264;
      case "V_MPEGH/ISO/HEVC" -> Codec.HEVC;
      case "V_VP8" -> Codec.VP8;
      case "V_VP9" -> Codec.VP9;
      case "V_AV1" -> Codec.AV1;
      case "V_MJPEG" -> Codec.JPEG;
      case "A_AAC",
          "A_AAC/MPEG2/LC",
          "A_AAC/MPEG4/LC",
          "A_AAC/MPEG2/LC/SBR",
          "A_AAC/MPEG4/LC/SBR" ->
          Codec.AAC;
      case "A_OPUS" -> Codec.OPUS;
      case "A_VORBIS" -> Codec.VORBIS;
      case "A_MPEG/L3" -> Codec.MP3;
      case "A_FLAC" -> Codec.FLAC;
      default -> null;
    };
  }

  /** The kind that a codec id's first letter denotes. */
  static IgnoredTrack.Kind kind(String codecId) {
    return switch (codecId.isEmpty() ? ' ' : codecId.charAt(0)) {
      case 'V' -> IgnoredTrack.Kind.VIDEO;
      case 'A' -> IgnoredTrack.Kind.AUDIO;
      case 'S' -> IgnoredTrack.Kind.SUBTITLE;
      default -> IgnoredTrack.Kind.DATA;
    };
  }

  /** Whether decoding requires a CodecPrivate. */
  static boolean needsPrivate(Codec codec) {
    return switch (codec) {
      case AAC, OPUS, VORBIS, FLAC -> true;
      case H264, HEVC, VP8, VP9, AV1, JPEG, WEBP, MP3 -> false;
    };
  }
}
