package io.framelog.media.packaging.fmp4;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Colour;
import io.framelog.media.LightLevels;
import io.framelog.media.PixelAspect;
import io.framelog.media.PixelCrop;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.codec.Av1Config;
import io.framelog.media.codec.AvcConfig;
import io.framelog.media.codec.FlacStreamInfo;
import io.framelog.media.codec.HevcConfig;
import io.framelog.media.codec.OpusHead;
import io.framelog.media.codec.Vp9Config;
import io.framelog.media.packaging.PackagingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** Writes the {@code stsd} entry of each codec, with a newly written configuration. */
final class SampleEntries {
  private static final int ES_DESCRIPTOR = 3;
  private static final int DECODER_CONFIG_DESCRIPTOR = 4;
  private static final int DECODER_SPECIFIC_INFO = 5;
  private static final int SL_CONFIG_DESCRIPTOR = 6;
  private static final int OBJECT_TYPE_AAC = 0x40;
  private static final int OBJECT_TYPE_MPEG1_AUDIO = 0x6b;
  private static final int OBJECT_TYPE_MPEG2_AUDIO = 0x69;
  private static final int LOWEST_MPEG1_RATE = 32_000;
  private static final int AUDIO_STREAM = 0x15;

  private final BoxWriter out;

  SampleEntries(BoxWriter out) {
    this.out = out;
  }

  void write(Track track) {
    Bytes config = track.config();
    switch (track.codec()) {
      case H264 -> visual(track, "avc1", "avcC", AvcConfig.parse(config).toBytes());
      case HEVC -> {
        HevcConfig hevc = HevcConfig.parse(config);
        visual(track, hevc.hasParameterSets() ? "hvc1" : "hev1", "hvcC", hevc.toBytes());
      }
      case AV1 -> visual(track, "av01", "av1C", Av1Config.parse(config).toBytes());
      case VP9 -> {
        Bytes vpcc = Vp9Config.parse(config).toBytes();
        visual(track, "vp09", () -> out.fullBox("vpcC", 1, 0, () -> out.bytes(vpcc)));
      }
      case AAC, MP3 -> audio(track, "mp4a", () -> elementaryStream(track));
      case OPUS -> {
        Bytes dops = OpusHead.parse(config).toDops();
        audio(track, "Opus", () -> out.box("dOps", () -> out.bytes(dops)));
      }
      case FLAC -> {
        Bytes block = FlacStreamInfo.parse(config).toLiveMetadataBlock();
        audio(track, "fLaC", () -> out.fullBox("dfLa", 0, 0, () -> out.bytes(block)));
      }
      case VP8, VORBIS ->
          throw new PackagingException(track.codec() + " is not supported in MP4, only in WebM");
      case JPEG, WEBP -> throw new PackagingException(track.codec() + " is not supported in MP4");
    }
  }

  private void visual(Track track, String type, String configType, Bytes config) {
    visual(track, type, () -> out.box(configType, () -> out.bytes(config)));
  }

  /** VisualSampleEntry, ISO/IEC 14496-12 §12.1.3. */
  private void visual(Track track, String type, Runnable config) {
    VideoFormat video = Objects.requireNonNull(track.video());
    out.box(
        type,
        () -> {
          out.zeros(6);
          out.u16(1); // data_reference_index
          out.zeros(16);
          out.u16(video.width());
          out.u16(video.height());
          out.u32(0x0048_0000); // 72 dpi
          out.u32(0x0048_0000);
          out.zeros(4);
          out.u16(1); // frame_count
          out.zeros(32); // compressorname
          out.u16(0x18); // depth
          out.u16(0xffff); // pre_defined = -1
          config.run();
          presentation(video);
        });
  }

  /**
   * {@code clap}, {@code pasp}, {@code colr}, {@code mdcv} and {@code clli}, ISO/IEC 14496-12
   * §12.1.4 to §12.1.6, if the values are known.
   */
  private void presentation(VideoFormat video) {
    if (!video.crop().equals(PixelCrop.NONE)) {
      out.box("clap", () -> cleanAperture(video));
    }
    PixelAspect aspect = video.aspect();
    if (aspect.isKnown()) {
      out.box(
          "pasp",
          () -> {
            out.u32(aspect.horizontal());
            out.u32(aspect.vertical());
          });
    }
    Colour colour = video.colour();
    if (colour.isKnown()) {
      out.box(
          "colr",
          () -> {
            out.ascii("nclx");
            out.u16(colour.primaries());
            out.u16(colour.transfer());
            out.u16(colour.matrix());
            out.u8(colour.isFullRange() ? 0x80 : 0);
          });
    }
    light(video.light());
  }

  /**
   * Fractions: the size, and the offset of the centre from the picture's, to the right and down.
   */
  private void cleanAperture(VideoFormat video) {
    PixelCrop crop = video.crop();
    out.u32(crop.width(video.width()));
    out.u32(1);
    out.u32(crop.height(video.height()));
    out.u32(1);
    out.u32(crop.left() - crop.right());
    out.u32(2);
    out.u32(crop.top() - crop.bottom());
    out.u32(2);
  }

  private void light(LightLevels light) {
    LightLevels.Mastering mastering = light.mastering();
    if (mastering != null) {
      out.box(
          "mdcv",
          () -> {
            List<Integer> primaries = new ArrayList<>(mastering.chromaticities());
            Collections.rotate(primaries.subList(0, 6), -2); // green, blue, red
            primaries.forEach(out::u16);
            out.u32(mastering.most());
            out.u32(mastering.least());
          });
    }
    LightLevels.Content content = light.content();
    if (content != null) {
      out.box(
          "clli",
          () -> {
            out.u16(content.most());
            out.u16(content.mostOfAverage());
          });
    }
  }

  /** AudioSampleEntry, ISO/IEC 14496-12 §12.2.3; rates that do not fit 16 bits are written as 0. */
  private void audio(Track track, String type, Runnable config) {
    AudioFormat audio = Objects.requireNonNull(track.audio());
    int sampleRate = track.codec() == Codec.OPUS ? OpusHead.SAMPLE_RATE : audio.sampleRate();
    out.box(
        type,
        () -> {
          out.zeros(6);
          out.u16(1); // data_reference_index
          out.zeros(8);
          out.u16(audio.channels());
          out.u16(16); // samplesize
          out.zeros(4);
          out.u16(sampleRate > 0xffff ? 0 : sampleRate);
          out.u16(0);
          config.run();
        });
  }

  /** {@code esds}, ISO/IEC 14496-14 §6.7.2. */
  private void elementaryStream(Track track) {
    out.fullBox("esds", 0, 0, () -> out.descriptor(ES_DESCRIPTOR, () -> streamDescriptor(track)));
  }

  private void streamDescriptor(Track track) {
    out.u16(0); // ES_ID
    out.u8(0);
    out.descriptor(
        DECODER_CONFIG_DESCRIPTOR,
        () -> {
          out.u8(objectType(track));
          out.u8(AUDIO_STREAM);
          out.zeros(3 + 4 + 4); // bufferSizeDB, maxBitrate, avgBitrate: unknown
          if (track.codec() == Codec.AAC) {
            out.descriptor(DECODER_SPECIFIC_INFO, () -> out.bytes(track.config()));
          }
        });
    out.descriptor(SL_CONFIG_DESCRIPTOR, () -> out.u8(2));
  }

  private static int objectType(Track track) {
    if (track.codec() == Codec.AAC) {
      return OBJECT_TYPE_AAC;
    }
    AudioFormat audio = Objects.requireNonNull(track.audio());
    return audio.sampleRate() >= LOWEST_MPEG1_RATE
        ? OBJECT_TYPE_MPEG1_AUDIO
        : OBJECT_TYPE_MPEG2_AUDIO;
  }
}
