package io.framelog.media.codec;

import io.framelog.media.SoundCodec;
import java.util.Map;
import java.util.Optional;

/**
 * Microsoft's audio format tags (RFC 2361), which identify a codec in WAVEFORMATEX, and in
 * QuickTime's sample entries named {@code ms}.
 */
public final class WaveFormatTag {
  private static final int PCM = 1;
  private static final int FLOATS = 3;

  private static final Map<Integer, String> FFMPEG_NAMES =
      Map.ofEntries(
          Map.entry(0x0002, "adpcm_ms"),
          Map.entry(0x0006, "pcm_alaw"),
          Map.entry(0x0007, "pcm_mulaw"),
          Map.entry(0x0011, "adpcm_ima_wav"),
          Map.entry(0x0020, "adpcm_yamaha"),
          Map.entry(0x0031, "gsm_ms"),
          Map.entry(0x0042, "g723_1"),
          Map.entry(0x0045, "adpcm_g726"),
          Map.entry(0x0050, "mp2"),
          Map.entry(0x0055, "mp3"),
          Map.entry(0x0061, "adpcm_ima_dk4"),
          Map.entry(0x0062, "adpcm_ima_dk3"),
          Map.entry(0x0064, "adpcm_g726"),
          Map.entry(0x0083, "g729"),
          Map.entry(0x028f, "adpcm_g722"),
          Map.entry(0x0160, "wmav1"),
          Map.entry(0x0161, "wmav2"),
          Map.entry(0x0162, "wmapro"),
          Map.entry(0x0163, "wmalossless"),
          Map.entry(0x0270, "atrac3"),
          Map.entry(0x2000, "ac3"),
          Map.entry(0x2001, "dts"),
          Map.entry(0x5346, "adpcm_swf"),
          Map.entry(0xa109, "speex"));

  private WaveFormatTag() {}

  /**
   * The codec of a tag.
   *
   * @param bits bits of a sample
   */
  public static Optional<SoundCodec> codec(int tag, int bits) {
    return switch (tag) {
      case PCM -> SoundCodec.integers(bits, true);
      case FLOATS -> SoundCodec.floats(bits, true);
      default -> Optional.ofNullable(FFMPEG_NAMES.get(tag)).map(SoundCodec::new);
    };
  }
}
