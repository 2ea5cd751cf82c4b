package io.framelog.media.container.fmp4;

import static io.framelog.media.container.ContainerException.Reason.MALFORMED;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.codec.Av1Config;
import io.framelog.media.codec.AvcConfig;
import io.framelog.media.codec.CodecException;
import io.framelog.media.codec.HevcConfig;
import io.framelog.media.codec.Vp9Config;
import io.framelog.media.container.ContainerException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a sample entry, ISO/IEC 14496-12 §8.5.2. The codec's configuration is parsed here, so that
 * an invalid one is refused with its offset in the publisher's bytes.
 */
final class SampleEntryReader {
  private SampleEntryReader() {}

  /**
   * For a codec that Framelog does not carry, returns an entry without codec instead of an error;
   * also for an invalid entry, because the other tracks can be carried.
   */
  static SampleEntry read(BoxBody entry) {
    try {
      return readEntry(entry);
    } catch (ContainerException e) {
      return SampleEntry.broken(entry.name(), e);
    }
  }

  private static SampleEntry readEntry(BoxBody entry) {
    return switch (entry.type()) {
      case FourCc.AVC1, FourCc.AVC3 -> video(entry, Codec.H264, FourCc.AVC_CONFIG);
      case FourCc.HVC1, FourCc.HEV1 -> video(entry, Codec.HEVC, FourCc.HEVC_CONFIG);
      case FourCc.VP08 -> video(entry, Codec.VP8, FourCc.VP_CONFIG);
      case FourCc.VP09 -> video(entry, Codec.VP9, FourCc.VP_CONFIG);
      case FourCc.AV01 -> video(entry, Codec.AV1, FourCc.AV1_CONFIG);
      case FourCc.MP4A, FourCc.OPUS, FourCc.FLAC, FourCc.MP3 -> AudioEntryReader.read(entry);
      default ->
          SoundEntryReader.isKnown(entry.type())
              ? SoundEntryReader.read(entry)
              : SampleEntry.unsupported(entry.name());
    };
  }

  private static SampleEntry video(BoxBody entry, Codec codec, int configType) {
    entry.skip(24); // reserved, data reference, pre_defined
    int width = entry.u16();
    int height = entry.u16();
    entry.skip(50); // resolution, frame count, compressor name, depth
    BoxBody config = null;
    PictureBoxes picture = new PictureBoxes(width, height);
    for (BoxBody box = entry.nextChild(); box != null; box = entry.nextChild()) {
      if (box.type() == configType && config == null) {
        config = box;
      } else {
        picture.box(box);
      }
    }
    return SampleEntry.video(entry.name(), codec, config(entry, codec, config), picture.format());
  }

  private static Bytes config(BoxBody entry, Codec codec, @Nullable BoxBody box) {
    return switch (codec) {
      case H264 -> {
        BoxBody avcC = entry.required(box, FourCc.AVC_CONFIG);
        Bytes config = avcC.rest();
        inCodec(avcC, () -> AvcConfig.parse(config));
        yield config;
      }
      case HEVC -> {
        BoxBody hvcC = entry.required(box, FourCc.HEVC_CONFIG);
        Bytes config = hvcC.rest();
        inCodec(hvcC, () -> HevcConfig.parse(config));
        yield config;
      }
      // Encoders that know the configuration only with the first frame omit the box.
      case VP9 -> box == null ? Bytes.EMPTY : vp9(box);
      case AV1 -> box == null || box.remaining() == 0 ? Bytes.EMPTY : av1(box);
      default -> Bytes.EMPTY;
    };
  }

  private static Bytes vp9(BoxBody vpcC) {
    Bytes config = vpcC.fullBoxContent();
    inCodec(vpcC, () -> Vp9Config.parse(config));
    return config;
  }

  private static Bytes av1(BoxBody av1C) {
    Bytes config = av1C.rest();
    inCodec(av1C, () -> Av1Config.parse(config));
    return config;
  }

  /** Parses a codec's part of a box; adds the box's offset to errors. */
  static <T> T inCodec(BoxBody box, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (CodecException e) {
      throw new ContainerException(MALFORMED, box.offset(), box.name() + ": " + e.getMessage(), e);
    }
  }
}
