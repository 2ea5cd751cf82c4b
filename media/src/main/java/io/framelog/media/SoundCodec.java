package io.framelog.media;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An audio codec that is not carried but that FFmpeg may be able to decode for transcoding. Which
 * codecs an FFmpeg build decodes is only known to its media workers.
 *
 * @param ffmpegName FFmpeg's name of the codec: {@code [a-z0-9_]}, 1..32 characters
 */
public record SoundCodec(String ffmpegName) {
  // Must be declared before the constants: their constructor uses it.
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,32}");

  public static final SoundCodec MP1 = new SoundCodec("mp1");
  public static final SoundCodec MP2 = new SoundCodec("mp2");
  public static final SoundCodec AAC = new SoundCodec("aac");
  public static final SoundCodec AAC_LATM = new SoundCodec("aac_latm");
  public static final SoundCodec AC3 = new SoundCodec("ac3");
  public static final SoundCodec EAC3 = new SoundCodec("eac3");
  public static final SoundCodec DTS = new SoundCodec("dts");
  public static final SoundCodec TRUEHD = new SoundCodec("truehd");
  public static final SoundCodec ALAC = new SoundCodec("alac");
  public static final SoundCodec PCM_ALAW = new SoundCodec("pcm_alaw");
  public static final SoundCodec PCM_MULAW = new SoundCodec("pcm_mulaw");

  private static final int DTS_SYNC = 0x7ffe8001;
  private static final int AC3_SYNC = 0x0b77;
  private static final int LOAS_SYNC = 0x2b7;

  /** Largest bsid of AC-3; E-AC-3 has 16 (ETSI TS 102 366 §E.1.3.1.6). */
  private static final int MAX_AC3_BSID = 10;

  public SoundCodec {
    if (!NAME.matcher(ffmpegName).matches()) {
      throw new IllegalArgumentException(
          "audio codec " + ffmpegName + ", expected FFmpeg's name of a codec");
    }
  }

  /** The audio codec of a codec that Framelog carries; empty for video. */
  public static Optional<SoundCodec> of(Codec carried) {
    return carried.kind() == TrackKind.AUDIO
        ? Optional.of(new SoundCodec(carried.name().toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  /**
   * Integer PCM; 8-bit samples are unsigned.
   *
   * @param bits bits of a sample
   * @return empty when FFmpeg has no codec for that size
   */
  public static Optional<SoundCodec> integers(long bits, boolean littleEndian) {
    if (bits == 8) {
      return Optional.of(new SoundCodec("pcm_u8"));
    }
    return bits == 16 || bits == 24 || bits == 32 || bits == 64
        ? Optional.of(new SoundCodec("pcm_s" + bits + (littleEndian ? "le" : "be")))
        : Optional.empty();
  }

  /**
   * Floating-point PCM.
   *
   * @param bits bits of a sample
   * @return empty when FFmpeg has no codec for that size
   */
  public static Optional<SoundCodec> floats(long bits, boolean littleEndian) {
    return bits == 32 || bits == 64
        ? Optional.of(new SoundCodec("pcm_f" + bits + (littleEndian ? "le" : "be")))
        : Optional.empty();
  }

  /**
   * The codec whose sync word a buffer begins with, for containers that do not state the codec.
   * DTS: ETSI TS 102 114 §5.3.1. AC-3: ETSI TS 102 366 §4.3.1. LATM in LOAS: ISO/IEC 14496-3
   * §1.7.2.
   *
   * @param frame its position does not move
   */
  public static Optional<SoundCodec> bySyncWord(ByteBuffer frame) {
    int at = frame.position();
    if (frame.remaining() < 6) {
      return Optional.empty();
    }
    int word = frame.getInt(at);
    if (word == DTS_SYNC) {
      return Optional.of(DTS);
    }
    if (word >>> 16 == AC3_SYNC) {
      int bsid = (frame.get(at + 5) & 0xff) >>> 3;
      return Optional.of(bsid <= MAX_AC3_BSID ? AC3 : EAC3);
    }
    return word >>> 21 == LOAS_SYNC ? Optional.of(AAC_LATM) : Optional.empty();
  }

  @Override
  public String toString() {
    return ffmpegName;
  }
}
