package io.framelog.media.container.fmp4;

import io.framelog.media.Bytes;
import io.framelog.media.SoundCodec;
import io.framelog.media.SoundLayout;
import io.framelog.media.codec.WaveFormatTag;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the sample entry of an audio codec that is not carried but that FFmpeg may decode: those of
 * ISO, ETSI and QuickTime.
 */
final class SoundEntryReader {
  /** The letters "ms", followed by a Microsoft format tag. */
  private static final int MICROSOFT = 0x6d73;

  private static final int ALAC_BOX_BYTES = 36;

  /** Codecs that need no further parameters. */
  private static final Map<Integer, SoundCodec> BY_NAME =
      Map.ofEntries(
          Map.entry(FourCc.AC3, SoundCodec.AC3),
          Map.entry(FourCc.EAC3, SoundCodec.EAC3),
          Map.entry(FourCc.DTSC, SoundCodec.DTS),
          Map.entry(FourCc.DTSE, SoundCodec.DTS),
          Map.entry(FourCc.DTSH, SoundCodec.DTS),
          Map.entry(FourCc.DTSL, SoundCodec.DTS),
          Map.entry(FourCc.MLPA, SoundCodec.TRUEHD),
          Map.entry(FourCc.MP2, SoundCodec.MP2));

  private SoundEntryReader() {}

  static boolean isKnown(int type) {
    return BY_NAME.containsKey(type)
        || type >>> 16 == MICROSOFT
        || switch (type) {
          case FourCc.ALAW,
              FourCc.ULAW,
              FourCc.SOWT,
              FourCc.TWOS,
              FourCc.RAW,
              FourCc.IN24,
              FourCc.IN32,
              FourCc.FL32,
              FourCc.FL64,
              FourCc.LPCM,
              FourCc.IPCM,
              FourCc.FPCM,
              FourCc.IMA4,
              FourCc.AGSM,
              FourCc.ALAC ->
              true;
          default -> false;
        };
  }

  static SampleEntry read(BoxBody entry) {
    AudioEntryFields fields = AudioEntryFields.read(entry);
    SoundCodec named = BY_NAME.get(entry.type());
    if (named != null) {
      return SampleEntry.decodable(entry.name(), named, 0, 0);
    }
    if (entry.type() == FourCc.ALAC) {
      return alac(entry, fields);
    }
    // Only Microsoft's formats have a block size.
    int blockBytes = entry.type() >>> 16 == MICROSOFT ? fields.frameBytes() : 0;
    return codec(entry, fields)
        .filter(codec -> fields.channels() > 0 && fields.sampleRate() > 0)
        .map(
            codec ->
                SampleEntry.decodable(
                    entry.name(),
                    codec,
                    Bytes.EMPTY,
                    new SoundLayout(0, blockBytes, 0),
                    fields.sampleRate(),
                    fields.channels()))
        .orElseGet(() -> SampleEntry.unsupported(entry.name()));
  }

  private static Optional<SoundCodec> codec(BoxBody entry, AudioEntryFields fields) {
    return switch (entry.type()) {
      case FourCc.ALAW -> Optional.of(SoundCodec.PCM_ALAW);
      case FourCc.ULAW -> Optional.of(SoundCodec.PCM_MULAW);
      case FourCc.SOWT -> signed(fields.sampleBits(), true);
      case FourCc.TWOS -> signed(fields.sampleBits(), false);
      case FourCc.RAW -> SoundCodec.integers(fields.sampleBits(), false);
      case FourCc.IN24 -> SoundCodec.integers(24, isLittleEndian(entry));
      case FourCc.IN32 -> SoundCodec.integers(32, isLittleEndian(entry));
      case FourCc.FL32 -> SoundCodec.floats(32, isLittleEndian(entry));
      case FourCc.FL64 -> SoundCodec.floats(64, isLittleEndian(entry));
      case FourCc.LPCM -> linear(fields);
      case FourCc.IPCM, FourCc.FPCM -> iso(entry);
      case FourCc.IMA4 -> Optional.of(new SoundCodec("adpcm_ima_qt"));
      case FourCc.AGSM -> Optional.of(new SoundCodec("gsm"));
      default -> WaveFormatTag.codec(entry.type() & 0xffff, fields.sampleBits());
    };
  }

  private static Optional<SoundCodec> signed(int bits, boolean littleEndian) {
    return bits == 8
        ? Optional.of(new SoundCodec("pcm_s8"))
        : SoundCodec.integers(bits, littleEndian);
  }

  /** PCM of QuickTime's version 2, by its flags. */
  private static Optional<SoundCodec> linear(AudioEntryFields fields) {
    boolean littleEndian = (fields.lpcmFlags() & 2) == 0;
    if ((fields.lpcmFlags() & 1) != 0) {
      return SoundCodec.floats(fields.sampleBits(), littleEndian);
    }
    boolean isSigned = (fields.lpcmFlags() & 4) != 0;
    if (isSigned) {
      return signed(fields.sampleBits(), littleEndian);
    }
    return fields.sampleBits() == 8 ? SoundCodec.integers(8, littleEndian) : Optional.empty();
  }

  /** PCMConfig, ISO/IEC 23003-5 §5.1: the lowest flag is set for little-endian. */
  private static Optional<SoundCodec> iso(BoxBody entry) {
    BoxBody config = entry.findChild(FourCc.PCM_CONFIG);
    if (config == null) {
      return Optional.empty();
    }
    config.skip(4); // version, flags
    boolean littleEndian = (config.u8() & 1) != 0;
    int bits = config.u8();
    return entry.type() == FourCc.FPCM
        ? SoundCodec.floats(bits, littleEndian)
        : signed(bits, littleEndian);
  }

  /** QuickTime's {@code enda} within {@code wave}; big-endian when it is missing. */
  private static boolean isLittleEndian(BoxBody entry) {
    BoxBody wave = entry.findChild(FourCc.WAVE);
    BoxBody endianness = wave == null ? null : wave.findChild(FourCc.ENDA);
    return endianness != null && endianness.u16() == 1;
  }

  /** FFmpeg expects the configuration with its box header. */
  private static SampleEntry alac(BoxBody entry, AudioEntryFields fields) {
    BoxBody box = alacBox(entry);
    if (box == null || box.remaining() < ALAC_BOX_BYTES - 8) {
      return SampleEntry.unsupported(entry.name());
    }
    byte[] extradata = new byte[ALAC_BOX_BYTES];
    extradata[3] = ALAC_BOX_BYTES;
    System.arraycopy(new byte[] {'a', 'l', 'a', 'c'}, 0, extradata, 4, 4);
    box.bytes(ALAC_BOX_BYTES - 8).buffer().get(extradata, 8, ALAC_BOX_BYTES - 8);
    return SampleEntry.decodable(
        entry.name(),
        SoundCodec.ALAC,
        Bytes.wrap(extradata),
        SoundLayout.UNTOLD,
        fields.sampleRate(),
        fields.channels());
  }

  private static @Nullable BoxBody alacBox(BoxBody entry) {
    for (BoxBody child = entry.nextChild(); child != null; child = entry.nextChild()) {
      if (child.type() == FourCc.ALAC) {
        return child;
      }
      if (child.type() == FourCc.WAVE) {
        return child.findChild(FourCc.ALAC);
      }
    }
    return null;
  }
}
