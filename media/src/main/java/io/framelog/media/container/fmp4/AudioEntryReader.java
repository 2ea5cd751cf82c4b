package io.framelog.media.container.fmp4;

import static io.framelog.media.container.fmp4.SampleEntryReader.inCodec;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.SoundCodec;
import io.framelog.media.codec.AacConfigWriter;
import io.framelog.media.codec.AudioSpecificConfig;
import io.framelog.media.codec.FlacStreamInfo;
import io.framelog.media.codec.OpusHead;
import org.jspecify.annotations.Nullable;

/**
 * Reads an audio sample entry, ISO/IEC 14496-12 §12.2.3. Rate and channels are the codec's own
 * where it has a configuration: the entry's fields are a template that muxers fill with constants
 * (ffmpeg: two channels, always), and too narrow for rates above 65,535.
 */
final class AudioEntryReader {
  private AudioEntryReader() {}

  static SampleEntry read(BoxBody entry) {
    entry.skip(8); // reserved, data reference
    int quickTimeVersion = entry.u16();
    entry.skip(6); // revision, vendor
    int channels = entry.u16();
    int sampleBits = entry.u16();
    entry.skip(4); // compression id, packet size
    long sampleRate = entry.u32() >>> 16;
    // QuickTime's versions put more fields before the boxes; ISO's version 1 does not, but it only
    // stands in an stsd of version 1, which live muxers do not write.
    if (quickTimeVersion == 1) {
      entry.skip(16);
    } else if (quickTimeVersion == 2) {
      entry.skip(36);
    }
    return switch (entry.type()) {
      case FourCc.OPUS -> opus(entry);
      case FourCc.FLAC -> flac(entry);
      case FourCc.MP3 ->
          SampleEntry.audio(entry.name(), Codec.MP3, Bytes.EMPTY, sampleRate, channels);
      case FourCc.AC3 -> SampleEntry.decodable(entry.name(), SoundCodec.AC3, 0, 0);
      case FourCc.EAC3 -> SampleEntry.decodable(entry.name(), SoundCodec.EAC3, 0, 0);
      case FourCc.ALAW, FourCc.ULAW, FourCc.SOWT, FourCc.TWOS, FourCc.IPCM ->
          pcm(entry, sampleBits, sampleRate, channels);
      default -> mp4a(entry, sampleRate, channels);
    };
  }

  /** QuickTime's sounds without compression and G.711, and those of ISO/IEC 23003-5. */
  private static SampleEntry pcm(BoxBody entry, int bits, long sampleRate, int channels) {
    SoundCodec codec =
        switch (entry.type()) {
          case FourCc.ALAW -> SoundCodec.PCM_ALAW;
          case FourCc.ULAW -> SoundCodec.PCM_MULAW;
          case FourCc.SOWT -> bits == 16 ? SoundCodec.PCM_S16LE : null;
          case FourCc.TWOS -> bits == 16 ? SoundCodec.PCM_S16BE : null;
          default -> integers(entry);
        };
    return codec == null || channels == 0 || sampleRate == 0
        ? SampleEntry.unsupported(entry.name())
        : SampleEntry.decodable(entry.name(), codec, sampleRate, channels);
  }

  /** PCMConfig, ISO/IEC 23003-5 §5.1: the lowest flag is set for little-endian. */
  private static @Nullable SoundCodec integers(BoxBody entry) {
    BoxBody config = entry.findChild(FourCc.PCM_CONFIG);
    if (config == null) {
      return null;
    }
    config.skip(4); // version, flags
    boolean little = (config.u8() & 1) != 0;
    return switch (config.u8()) {
      case 16 -> little ? SoundCodec.PCM_S16LE : SoundCodec.PCM_S16BE;
      case 24 -> little ? SoundCodec.PCM_S24LE : SoundCodec.PCM_S24BE;
      case 32 -> little ? SoundCodec.PCM_S32LE : SoundCodec.PCM_S32BE;
      default -> null;
    };
  }

  private static SampleEntry mp4a(BoxBody entry, long sampleRate, int channels) {
    BoxBody esds = esds(entry);
    ElementaryStream stream = ElementaryStream.read(esds);
    String name = entry.name() + "." + Integer.toHexString(stream.objectType());
    if (stream.isAac()) {
      Bytes told = stream.decoderConfig();
      Bytes config =
          told.isEmpty() ? AacConfigWriter.lowComplexity((int) sampleRate, channels) : told;
      AudioSpecificConfig aac = inCodec(esds, () -> AudioSpecificConfig.parse(config));
      return SampleEntry.audio(
          name, Codec.AAC, config, aac.outputSampleRate(), aac.outputChannels());
    }
    if (stream.isMp3()) {
      return SampleEntry.audio(name, Codec.MP3, Bytes.EMPTY, sampleRate, channels);
    }
    return stream.isDts()
        ? SampleEntry.decodable(name, SoundCodec.DTS, 0, 0)
        : SampleEntry.unsupported(name);
  }

  /** The {@code esds}, which QuickTime wraps into a {@code wave}. */
  private static BoxBody esds(BoxBody entry) {
    for (BoxBody box = entry.nextChild(); box != null; box = entry.nextChild()) {
      if (box.type() == FourCc.ESDS) {
        return box;
      }
      if (box.type() == FourCc.WAVE) {
        return box.required(box.findChild(FourCc.ESDS), FourCc.ESDS);
      }
    }
    throw entry.malformed(entry.name() + " without esds");
  }

  private static SampleEntry opus(BoxBody entry) {
    BoxBody dOps = entry.required(entry.findChild(FourCc.OPUS_CONFIG), FourCc.OPUS_CONFIG);
    Bytes content = dOps.rest();
    OpusHead head = inCodec(dOps, () -> OpusHead.fromDops(content.buffer()));
    return SampleEntry.audio(
        entry.name(), Codec.OPUS, head.toBytes(), OpusHead.SAMPLE_RATE, head.channels());
  }

  private static SampleEntry flac(BoxBody entry) {
    BoxBody dfLa = entry.required(entry.findChild(FourCc.FLAC_CONFIG), FourCc.FLAC_CONFIG);
    Bytes blocks = dfLa.fullBoxContent();
    byte[] config = new byte[4 + blocks.length()];
    config[0] = 'f';
    config[1] = 'L';
    config[2] = 'a';
    config[3] = 'C';
    System.arraycopy(blocks.sharedArray(), 0, config, 4, blocks.length());
    FlacStreamInfo info = inCodec(dfLa, () -> FlacStreamInfo.parse(Bytes.wrap(config)));
    return SampleEntry.audio(
        entry.name(), Codec.FLAC, Bytes.wrap(config), info.sampleRate(), info.channels());
  }
}
