package io.framelog.worker.demux;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Colour;
import io.framelog.media.DisplayMatrix;
import io.framelog.media.ForeignSound;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.PixelAspect;
import io.framelog.media.SoundCodec;
import io.framelog.media.SoundLayout;
import io.framelog.media.TrackKind;
import io.framelog.media.VideoFormat;
import io.framelog.media.codec.AudioFraming;
import io.framelog.media.container.packet.PacketFraming;
import io.framelog.media.container.packet.PacketTrack;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/** Converts FFmpeg's description of a stream to a packet stream's track. */
final class DemuxedStream {
  /** Bytes of an audio frame that its header and first elements can need. */
  private static final int FRAME_HEAD_BYTES = 512;

  /** ISO/IEC 13818-1 table 2-34. */
  private static final int MPEG1_AUDIO_STREAM_TYPE = 0x03;

  private static final int MPEG2_AUDIO_STREAM_TYPE = 0x04;
  private static final int ADTS_STREAM_TYPE = 0x0f;
  private static final int LATM_STREAM_TYPE = 0x11;
  private static final int PRIVATE_STREAM_TYPE = 0x06;

  /** Used on Blu-ray discs and by ffmpeg. */
  private static final int DTS_STREAM_TYPE = 0x82;

  private static final int DEFAULT_SAMPLE_RATE = 48_000;

  private DemuxedStream() {}

  /** The stream's codec; empty when Framelog does not carry it. */
  static Optional<Codec> codec(DemuxFormat format, AVStream stream) {
    return isGuessed(format, stream) ? Optional.empty() : known(stream);
  }

  /**
   * Whether FFmpeg guessed the codec of a private MPEG-TS stream from one packet: it mistakes DTS
   * for MP3.
   */
  private static boolean isGuessed(DemuxFormat format, AVStream stream) {
    int tag = stream.codecpar().codec_tag();
    return format == DemuxFormat.MPEGTS
        && switch (stream.codecpar().codec_id()) {
          case AV_CODEC_ID_MP3 -> tag != MPEG1_AUDIO_STREAM_TYPE && tag != MPEG2_AUDIO_STREAM_TYPE;
          case AV_CODEC_ID_AAC -> tag != ADTS_STREAM_TYPE;
          default -> false;
        };
  }

  private static Optional<Codec> known(AVStream stream) {
    return switch (stream.codecpar().codec_id()) {
      case AV_CODEC_ID_H264 -> Optional.of(Codec.H264);
      case AV_CODEC_ID_HEVC -> Optional.of(Codec.HEVC);
      case AV_CODEC_ID_VP8 -> Optional.of(Codec.VP8);
      case AV_CODEC_ID_VP9 -> Optional.of(Codec.VP9);
      case AV_CODEC_ID_AV1 -> Optional.of(Codec.AV1);
      case AV_CODEC_ID_AAC -> Optional.of(Codec.AAC);
      case AV_CODEC_ID_OPUS -> Optional.of(Codec.OPUS);
      case AV_CODEC_ID_VORBIS -> Optional.of(Codec.VORBIS);
      case AV_CODEC_ID_MP3 -> Optional.of(Codec.MP3);
      case AV_CODEC_ID_FLAC -> Optional.of(Codec.FLAC);
      default -> Optional.empty();
    };
  }

  /** FFmpeg's name of the stream's codec, else the container's. */
  static String codecName(DemuxFormat format, AVStream stream) {
    int tag = stream.codecpar().codec_tag();
    boolean unknown = isUnknown(stream) || isGuessed(format, stream);
    if (!unknown || tag <= 0 || tag > 0xff) {
      return avcodec_get_name(stream.codecpar().codec_id()).getString();
    }
    return switch (tag) {
      case LATM_STREAM_TYPE -> "aac_latm";
      case DTS_STREAM_TYPE -> "dts";
      case PRIVATE_STREAM_TYPE -> "private data (stream type 0x06)";
      default -> String.format("stream type 0x%02x", tag);
    };
  }

  /**
   * An ignored stream as audio that FFmpeg can decode.
   *
   * @param packet the first packet, for a stream whose codec the container does not state
   */
  static Optional<ForeignSound> sound(DemuxFormat format, AVStream stream, ByteBuffer packet) {
    return (isNamed(format, stream) ? decodable(stream.codecpar()) : SoundCodec.bySyncWord(packet))
        // Extracted from PES packets, it has gaps of 0.2 s.
        .filter(codec -> format != DemuxFormat.MPEGTS || !codec.equals(SoundCodec.TRUEHD))
        .map(codec -> sound(format, stream, codec));
  }

  /** The codec, if the container names it and it is audio that FFmpeg can decode. */
  static Optional<SoundCodec> namedSound(DemuxFormat format, AVStream stream) {
    return isNamed(format, stream) ? decodable(stream.codecpar()) : Optional.empty();
  }

  private static boolean isNamed(DemuxFormat format, AVStream stream) {
    return !isUnknown(stream) && !isGuessed(format, stream);
  }

  /** The codec, if it is audio that this build of FFmpeg can decode. */
  private static Optional<SoundCodec> decodable(AVCodecParameters parameters) {
    boolean decodable =
        parameters.codec_type() == AVMEDIA_TYPE_AUDIO
            && avcodec_find_decoder(parameters.codec_id()) != null;
    return decodable
        ? Optional.of(new SoundCodec(avcodec_get_name(parameters.codec_id()).getString()))
        : Optional.empty();
  }

  /** The stream as audio of the codec that its packets have. */
  static ForeignSound sound(DemuxFormat format, AVStream stream, SoundCodec codec) {
    AVCodecParameters parameters = stream.codecpar();
    int rate = parameters.sample_rate();
    int channels = parameters.ch_layout().nb_channels();
    return new ForeignSound(
        stream.index() + 1,
        codec,
        extradata(parameters),
        Math.max(1, stream.time_base().den()),
        rate < 0 || rate > AudioFormat.MAX_SAMPLE_RATE ? 0 : rate,
        channels < 0 || channels > 255 ? 0 : channels,
        new SoundLayout(
            (int) Math.max(0, Math.min(Integer.MAX_VALUE, parameters.bit_rate())),
            Math.max(0, parameters.block_align()),
            Math.max(0, parameters.bits_per_coded_sample())),
        format != DemuxFormat.MPEGTS,
        language(stream));
  }

  private static boolean isUnknown(AVStream stream) {
    int codec = stream.codecpar().codec_id();
    return codec == AV_CODEC_ID_NONE || codec == AV_CODEC_ID_BIN_DATA;
  }

  /** The stream as an ignored track. */
  static IgnoredTrack ignored(AVStream stream, String codec, String reason) {
    return new IgnoredTrack(
        stream.index() + 1, kind(stream, codec), codec, language(stream), reason);
  }

  private static IgnoredTrack.Kind kind(AVStream stream, String codec) {
    int type = stream.codecpar().codec_type();
    return type == AVMEDIA_TYPE_VIDEO
        ? IgnoredTrack.Kind.VIDEO
        : type == AVMEDIA_TYPE_AUDIO || isSound(codec)
            ? IgnoredTrack.Kind.AUDIO
            : type == AVMEDIA_TYPE_SUBTITLE ? IgnoredTrack.Kind.SUBTITLE : IgnoredTrack.Kind.DATA;
  }

  /** Whether FFmpeg has an audio codec of this name. */
  private static boolean isSound(String codec) {
    AVCodecDescriptor descriptor = avcodec_descriptor_get_by_name(codec);
    return descriptor != null && descriptor.type() == AVMEDIA_TYPE_AUDIO;
  }

  /**
   * The stream as a track.
   *
   * @param packet contains the beginning of a frame if the codec's configuration is in the frames
   * @return empty when the packet has no such frame
   */
  static Optional<PacketTrack> of(
      DemuxFormat format, AVStream stream, Codec codec, ByteBuffer packet) {
    AVCodecParameters parameters = stream.codecpar();
    Bytes extradata = extradata(parameters);
    PacketFraming framing = framing(format, codec, extradata);
    Optional<AudioFraming> frames = framing.audio();
    if (frames.isPresent()) {
      int frame = frames.get().find(packet);
      if (frame < 0) {
        return Optional.empty();
      }
      if (framing != PacketFraming.OPUS_CONTROL) {
        int length = Math.min(FRAME_HEAD_BYTES, packet.limit() - frame);
        extradata = Bytes.copyOf(packet.slice(frame, length));
      }
    }
    AVRational timeBase = stream.time_base();
    return Optional.of(
        new PacketTrack(
            stream.index() + 1,
            codec,
            framing,
            extradata,
            timeBase.num(),
            timeBase.den(),
            codec.kind() == TrackKind.VIDEO ? video(stream) : null,
            codec.kind() == TrackKind.AUDIO ? audio(parameters) : null,
            language(stream)));
  }

  private static PacketFraming framing(DemuxFormat format, Codec codec, Bytes extradata) {
    return switch (codec) {
      // avcC and hvcC begin with their version, Annex B with zeros.
      case H264, HEVC ->
          !extradata.isEmpty() && extradata.at(0) == 1
              ? PacketFraming.SAMPLE
              : PacketFraming.ANNEX_B;
      case AAC -> extradata.isEmpty() ? PacketFraming.ADTS : PacketFraming.SAMPLE;
      case MP3 -> PacketFraming.MPEG_AUDIO;
      case OPUS -> format == DemuxFormat.MPEGTS ? PacketFraming.OPUS_CONTROL : PacketFraming.SAMPLE;
      default -> PacketFraming.SAMPLE;
    };
  }

  static Bytes extradata(AVCodecParameters parameters) {
    BytePointer data = parameters.extradata();
    if (data == null || parameters.extradata_size() == 0) {
      return Bytes.EMPTY;
    }
    return Bytes.copyOf(data.capacity(parameters.extradata_size()).asByteBuffer());
  }

  private static VideoFormat video(AVStream stream) {
    AVCodecParameters parameters = stream.codecpar();
    AVRational rate = stream.avg_frame_rate();
    boolean known = rate.num() > 0 && rate.den() > 0;
    return new VideoFormat(
        side(parameters.width()),
        side(parameters.height()),
        known ? (double) rate.num() / rate.den() : 0,
        aspect(stream),
        DisplayMatrix.IDENTITY,
        colour(parameters));
  }

  private static PixelAspect aspect(AVStream stream) {
    AVRational stated = stream.sample_aspect_ratio();
    if (stated.num() == 0) {
      stated = stream.codecpar().sample_aspect_ratio();
    }
    return PixelAspect.of(stated.num(), stated.den());
  }

  /** FFmpeg uses the code points of ISO/IEC 23091-2. */
  private static Colour colour(AVCodecParameters parameters) {
    Colour.Range range =
        switch (parameters.color_range()) {
          case AVCOL_RANGE_MPEG -> Colour.Range.LIMITED;
          case AVCOL_RANGE_JPEG -> Colour.Range.FULL;
          default -> Colour.Range.UNKNOWN;
        };
    return Colour.stated(
        parameters.color_primaries(), parameters.color_trc(), parameters.color_space(), range);
  }

  private static int side(int pixels) {
    return pixels < 0 || pixels > 65_535 ? 0 : pixels;
  }

  private static AudioFormat audio(AVCodecParameters parameters) {
    int rate = parameters.sample_rate();
    int channels = parameters.ch_layout().nb_channels();
    return new AudioFormat(
        rate < 1 || rate > AudioFormat.MAX_SAMPLE_RATE ? DEFAULT_SAMPLE_RATE : rate,
        channels < 1 || channels > 255 ? 2 : channels);
  }

  private static String language(AVStream stream) {
    AVDictionaryEntry entry = av_dict_get(stream.metadata(), "language", null, 0);
    String language = entry == null ? "und" : entry.value().getString();
    return language.matches("[a-z]{3}") ? language : "und";
  }
}
