package io.framelog.media.codec;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Track;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Codec strings for the MIME type's {@code codecs} parameter (RFC 6381 and each codec's binding).
 */
public final class CodecStrings {
  private static final int CHROMA_420 = 1;
  private static final int BT_709 = 1;
  private static final int UNSPECIFIED = 2;
  private static final String[] HEVC_PROFILE_SPACES = {"", "A", "B", "C"};

  private CodecStrings() {}

  /**
   * The codec string of a track.
   *
   * @param track with a complete configuration (see {@link TrackCompletion})
   * @throws CodecException when the configuration is missing or malformed
   */
  public static String of(Track track) {
    Bytes config = track.config();
    return switch (track.codec()) {
      case H264 -> avc(AvcConfig.parse(config));
      case HEVC -> hevc(HevcConfig.parse(config));
      case VP8 -> "vp8";
      case VP9 -> vp9(Vp9Config.parse(config));
      case AV1 -> av1(Av1Config.parse(config));
      case AAC -> "mp4a.40." + AudioSpecificConfig.parse(config).objectType();
      case JPEG -> "jpeg";
      case WEBP -> "webp";
      case OPUS -> "opus";
      case VORBIS -> "vorbis";
      case MP3 -> mp3(track.audio());
      case FLAC -> "flac";
    };
  }

  private static String avc(AvcConfig config) {
    return format("avc1.%02x%02x%02x", config.profile(), config.constraints(), config.level());
  }

  /** ISO/IEC 14496-15 §E.3. */
  private static String hevc(HevcConfig config) {
    StringBuilder out = new StringBuilder(config.hasParameterSets() ? "hvc1." : "hev1.");
    out.append(HEVC_PROFILE_SPACES[config.profileSpace()]).append(config.profile());
    out.append('.').append(hex(Integer.reverse(config.compatibility())));
    out.append('.').append(config.highTier() ? 'H' : 'L').append(config.level());
    int last = 5;
    while (last >= 0 && config.constraintByte(last) == 0) {
      last--;
    }
    for (int i = 0; i <= last; i++) {
      out.append('.').append(hex(config.constraintByte(i)));
    }
    return out.toString();
  }

  private static String hex(int value) {
    return Integer.toHexString(value).toUpperCase(Locale.ROOT);
  }

  /** "VP Codec ISO Media File Format Binding", Codecs Parameter String. */
  private static String vp9(Vp9Config config) {
    String form =
        format("vp09.%02d.%02d.%02d", config.profile(), config.level(), config.bitDepth());
    int primaries = config.colourPrimaries();
    int transfer = config.transferCharacteristics();
    int matrix = config.matrixCoefficients();
    if (config.chromaSubsampling() <= CHROMA_420
        && isUsual(primaries, transfer, matrix, config.fullRange())) {
      return form;
    }
    return form
        + format(
            ".%02d.%02d.%02d.%02d.%02d",
            config.chromaSubsampling(), primaries, transfer, matrix, config.fullRange() ? 1 : 0);
  }

  /** "AV1 Codec ISO Media File Format Binding" §5. */
  private static String av1(Av1Config config) {
    String form =
        format(
            "av01.%d.%02d%s.%02d",
            config.profile(), config.level(), config.highTier() ? "H" : "M", config.bitDepth());
    int primaries = BT_709;
    int transfer = BT_709;
    int matrix = BT_709;
    boolean fullRange = false;
    if (!config.sequenceHeader().isEmpty()) {
      Av1SequenceHeader.Color color = Av1Config.headerOf(config.sequenceHeader().buffer()).color();
      primaries = color.primaries();
      transfer = color.transfer();
      matrix = color.matrix();
      fullRange = color.fullRange();
    }
    boolean bothHalved = config.subsamplingX() && config.subsamplingY();
    if (bothHalved && !config.monochrome() && isUsual(primaries, transfer, matrix, fullRange)) {
      return form;
    }
    return form
        + format(
            ".%d.%d%d%d.%02d.%02d.%02d.%d",
            config.monochrome() ? 1 : 0,
            config.subsamplingX() ? 1 : 0,
            config.subsamplingY() ? 1 : 0,
            bothHalved ? config.samplePosition() : 0,
            primaries,
            transfer,
            matrix,
            fullRange ? 1 : 0);
  }

  /**
   * Whether the string may omit the colour, which means BT.709 in limited range; code points of
   * ISO/IEC 23091-2. Unspecified values count as the default.
   */
  private static boolean isUsual(int primaries, int transfer, int matrix, boolean fullRange) {
    return !fullRange && isUsual(primaries) && isUsual(transfer) && isUsual(matrix);
  }

  private static boolean isUsual(int codePoint) {
    return codePoint == BT_709 || codePoint == UNSPECIFIED;
  }

  private static String mp3(@Nullable AudioFormat audio) {
    boolean mpeg1 = audio == null || audio.sampleRate() >= Mp3FrameHeader.LOWEST_MPEG1_RATE;
    return mpeg1 ? "mp4a.6B" : "mp4a.69";
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
