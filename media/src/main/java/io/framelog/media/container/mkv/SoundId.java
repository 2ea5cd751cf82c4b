package io.framelog.media.container.mkv;

import io.framelog.media.Bytes;
import io.framelog.media.SoundCodec;
import io.framelog.media.SoundLayout;
import java.util.Optional;

/**
 * The codec parameters, from codec id and CodecPrivate, of an audio track that is not carried but
 * that FFmpeg may decode.
 *
 * @param extradata the codec's configuration in FFmpeg's form
 */
record SoundId(SoundCodec codec, SoundLayout layout, Bytes extradata) {
  /** The codec id for all codecs of WAVEFORMATEX. */
  static final String WAVE_FORMAT = "A_MS/ACM";

  /** FFmpeg expects ALAC's configuration after this box header. */
  private static final byte[] ALAC_HEADER = {0, 0, 0, 36, 'a', 'l', 'a', 'c', 0, 0, 0, 0};

  /**
   * @param bits bits of an uncompressed sample
   */
  static Optional<SoundId> of(String codecId, long bits, Bytes codecPrivate) {
    if (codecId.equals(WAVE_FORMAT)) {
      return WaveFormat.parse(codecPrivate).flatMap(SoundId::of);
    }
    if (codecId.equals("A_ALAC")) {
      return Optional.of(new SoundId(SoundCodec.ALAC, SoundLayout.UNTOLD, alac(codecPrivate)));
    }
    return codec(codecId, bits).map(codec -> new SoundId(codec, SoundLayout.UNTOLD, Bytes.EMPTY));
  }

  private static Optional<SoundId> of(WaveFormat format) {
    return Optional.ofNullable(format.codec())
        .map(codec -> new SoundId(codec, format.layout(), format.extradata()));
  }

  private static Optional<SoundCodec> codec(String codecId, long bits) {
    return switch (codecId) {
      case "A_MPEG/L1" -> Optional.of(SoundCodec.MP1);
      case "A_MPEG/L2" -> Optional.of(SoundCodec.MP2);
      case "A_AC3", "A_AC3/BSID9", "A_AC3/BSID10" -> Optional.of(SoundCodec.AC3);
      case "A_EAC3" -> Optional.of(SoundCodec.EAC3);
      case "A_DTS", "A_DTS/EXPRESS", "A_DTS/LOSSLESS" -> Optional.of(SoundCodec.DTS);
      case "A_TRUEHD" -> Optional.of(SoundCodec.TRUEHD);
      case "A_MLP" -> Optional.of(new SoundCodec("mlp"));
      case "A_PCM/INT/LIT" -> SoundCodec.integers(bits, true);
      case "A_PCM/INT/BIG" -> SoundCodec.integers(bits, false);
      case "A_PCM/FLOAT/IEEE" -> SoundCodec.floats(bits, true);
      case "A_REAL/14_4" -> Optional.of(new SoundCodec("ra_144"));
      default -> Optional.empty();
    };
  }

  private static Bytes alac(Bytes codecPrivate) {
    byte[] box = new byte[ALAC_HEADER.length + codecPrivate.length()];
    System.arraycopy(ALAC_HEADER, 0, box, 0, ALAC_HEADER.length);
    codecPrivate.buffer().get(box, ALAC_HEADER.length, codecPrivate.length());
    return Bytes.wrap(box);
  }
}
