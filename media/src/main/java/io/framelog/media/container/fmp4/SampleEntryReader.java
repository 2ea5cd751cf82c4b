package io.framelog.media.container.fmp4;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import org.jspecify.annotations.Nullable;

/** Reads the sample entry of a video or audio track: ISO/IEC 14496-12 §12.1.3 and §12.2.3. */
final class SampleEntryReader {
  private static final int REFERENCE = 8; // reserved(6), data_reference_index(2)

  private SampleEntryReader() {}

  /** A codec Framelog does not carry gives an entry without one, not an error. */
  static SampleEntry read(BoxBody entry) {
    return switch (entry.type()) {
      case FourCc.AVC1, FourCc.AVC3 -> video(entry, Codec.H264, FourCc.AVC_CONFIG);
      case FourCc.HVC1, FourCc.HEV1 -> video(entry, Codec.HEVC, FourCc.HEVC_CONFIG);
      case FourCc.VP08 -> video(entry, Codec.VP8, FourCc.VP_CONFIG);
      case FourCc.VP09 -> video(entry, Codec.VP9, FourCc.VP_CONFIG);
      case FourCc.AV01 -> video(entry, Codec.AV1, FourCc.AV1_CONFIG);
      case FourCc.MP4A, FourCc.OPUS, FourCc.FLAC, FourCc.MP3 -> audio(entry);
      default -> SampleEntry.unsupported(entry.name());
    };
  }

  private static SampleEntry video(BoxBody entry, Codec codec, int configType) {
    entry.skip(REFERENCE + 16);
    int width = entry.u16();
    int height = entry.u16();
    entry.skip(50); // resolution, frame count, compressor name, depth
    BoxBody box = entry.findChild(configType);
    Bytes config =
        switch (codec) {
          case H264, HEVC -> required(entry, box, configType).rest();
          case VP9 -> box == null ? Bytes.EMPTY : fullBoxContent(box);
          case AV1 -> box == null ? Bytes.EMPTY : box.rest();
          default -> Bytes.EMPTY;
        };
    return SampleEntry.video(entry.name(), codec, config, width, height);
  }

  private static SampleEntry audio(BoxBody entry) {
    entry.skip(REFERENCE);
    int quickTimeVersion = entry.u16();
    entry.skip(6);
    int channels = entry.u16();
    entry.skip(6); // sample size, compression id, packet size
    long sampleRate = entry.u32() >>> 16;
    // QuickTime's versions put more fields before the boxes; ISO's version 1 does not, but it only
    // stands in an stsd of version 1, which live muxers do not write.
    if (quickTimeVersion == 1) {
      entry.skip(16);
    } else if (quickTimeVersion == 2) {
      entry.skip(36);
    }
    return switch (entry.type()) {
      case FourCc.OPUS -> opus(entry, channels);
      case FourCc.FLAC -> flac(entry);
      case FourCc.MP3 ->
          SampleEntry.audio(entry.name(), Codec.MP3, Bytes.EMPTY, sampleRate, channels);
      default -> mp4a(entry, sampleRate, channels);
    };
  }

  private static SampleEntry mp4a(BoxBody entry, long sampleRate, int channels) {
    ElementaryStream stream = ElementaryStream.read(esds(entry));
    String name = entry.name() + "." + Integer.toHexString(stream.objectType());
    if (stream.isAac()) {
      if (stream.decoderConfig().length() < 2) {
        throw entry.malformed("AAC track without an AudioSpecificConfig");
      }
      return SampleEntry.audio(name, Codec.AAC, stream.decoderConfig(), sampleRate, channels);
    }
    if (stream.isMp3()) {
      return SampleEntry.audio(name, Codec.MP3, Bytes.EMPTY, sampleRate, channels);
    }
    return SampleEntry.unsupported(name);
  }

  /** The {@code esds}, which QuickTime wraps into a {@code wave}. */
  private static BoxBody esds(BoxBody entry) {
    for (BoxBody box = entry.nextChild(); box != null; box = entry.nextChild()) {
      if (box.type() == FourCc.ESDS) {
        return box;
      }
      if (box.type() == FourCc.WAVE) {
        return required(box, box.findChild(FourCc.ESDS), FourCc.ESDS);
      }
    }
    throw entry.malformed(entry.name() + " without esds");
  }

  private static SampleEntry opus(BoxBody entry, int channels) {
    BoxBody box = required(entry, entry.findChild(FourCc.OPUS_CONFIG), FourCc.OPUS_CONFIG);
    Bytes head = OpusSpecificBox.toOpusHead(box);
    int headChannels = head.at(9);
    // The decoder always runs at 48 kHz, whatever the source had (RFC 7845 §5.1).
    return SampleEntry.audio(
        entry.name(), Codec.OPUS, head, 48_000, headChannels == 0 ? channels : headChannels);
  }

  private static SampleEntry flac(BoxBody entry) {
    BoxBody box = required(entry, entry.findChild(FourCc.FLAC_CONFIG), FourCc.FLAC_CONFIG);
    Bytes blocks = fullBoxContent(box);
    // Block header (4), block and frame sizes (10), then 20 bits of rate and 3 of channels - 1.
    if (blocks.length() < 38 || (blocks.at(0) & 0x7f) != 0) {
      throw box.malformed("dfLa does not begin with a STREAMINFO block");
    }
    int sampleRate = blocks.at(14) << 12 | blocks.at(15) << 4 | blocks.at(16) >>> 4;
    int channels = (blocks.at(16) >>> 1 & 7) + 1;
    byte[] config = new byte[4 + blocks.length()];
    config[0] = 'f';
    config[1] = 'L';
    config[2] = 'a';
    config[3] = 'C';
    System.arraycopy(blocks.sharedArray(), 0, config, 4, blocks.length());
    return SampleEntry.audio(entry.name(), Codec.FLAC, Bytes.wrap(config), sampleRate, channels);
  }

  private static Bytes fullBoxContent(BoxBody box) {
    box.skip(4); // version, flags
    return box.rest();
  }

  private static BoxBody required(BoxBody parent, @Nullable BoxBody box, int type) {
    if (box == null) {
      throw parent.malformed(parent.name() + " without " + FourCc.name(type));
    }
    return box;
  }
}
