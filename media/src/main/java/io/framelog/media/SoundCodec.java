package io.framelog.media;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/** A codec of sound that FFmpeg decodes, so that the sound can be encoded anew. */
public enum SoundCodec {
  MP1,
  MP2,
  MP3,
  AAC,
  AAC_LATM,
  AC3,
  EAC3,
  DTS,
  OPUS,
  VORBIS,
  FLAC,
  SPEEX,
  NELLYMOSER,
  ADPCM_SWF,
  PCM_ALAW,
  PCM_MULAW,
  PCM_U8,
  PCM_S8,
  PCM_S16LE,
  PCM_S16BE,
  PCM_S24LE,
  PCM_S24BE,
  PCM_S32LE,
  PCM_S32BE,
  PCM_F32LE,
  PCM_F32BE,
  PCM_F64LE,
  PCM_F64BE;

  private static final int DTS_SYNC = 0x7ffe8001;
  private static final int AC3_SYNC = 0x0b77;
  private static final int LOAS_SYNC = 0x2b7;

  /** E-AC-3 has 16 here, AC-3 at most 10 (ETSI TS 102 366 §E.1.3.1.6). */
  private static final int MAX_AC3_BSID = 10;

  /** FFmpeg's name of the codec. */
  public String ffmpegName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The codec that FFmpeg calls so. */
  public static Optional<SoundCodec> named(String ffmpegName) {
    for (SoundCodec codec : values()) {
      if (codec.ffmpegName().equals(ffmpegName)) {
        return Optional.of(codec);
      }
    }
    return Optional.empty();
  }

  /** The codec of a sound that Framelog can carry. */
  public static Optional<SoundCodec> of(Codec carried) {
    return named(carried.name().toLowerCase(Locale.ROOT));
  }

  /**
   * The codec whose sync word a buffer begins with: containers leave the codec of some streams out.
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
}
