package io.framelog.worker.demux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FLAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_NEW_EXTRADATA;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.ForeignSound;
import io.framelog.media.SoundCodec;
import io.framelog.media.container.packet.FailureKind;
import io.framelog.media.container.packet.PacketTrack;
import io.framelog.worker.FfmpegError;
import io.framelog.worker.FfmpegInput;
import io.framelog.worker.JobException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVProgram;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/**
 * A container that FFmpeg demuxes, one packet at a time as stored in the container. Nothing is
 * probed, parsed or buffered, which would add a delay of a frame or more.
 */
final class DemuxedInput implements AutoCloseable {
  private final FfmpegInput input;
  private final @Nullable TransportStreamInput transport;
  private final AVFormatContext context;
  private final DemuxFormat format;
  private final AVPacket packet = av_packet_alloc();
  private final TimeUnwrapper times;
  private final FlacDurations flacDurations = new FlacDurations();

  private DemuxedInput(
      FfmpegInput input,
      @Nullable TransportStreamInput transport,
      AVFormatContext context,
      DemuxFormat format) {
    this.input = input;
    this.transport = transport;
    this.context = context;
    this.format = format;
    this.times = new TimeUnwrapper(format.timestampBits());
  }

  /**
   * Opens a container and reads its header.
   *
   * @param maxPacketBytes maximum size of a packet
   * @param in the container's bytes; not closed
   * @throws JobException when there is no valid header
   */
  static DemuxedInput open(DemuxFormat format, int maxPacketBytes, InputStream in)
      throws JobException {
    TransportStreamInput transport =
        format == DemuxFormat.MPEGTS ? new TransportStreamInput(in) : null;
    FfmpegInput input = new FfmpegInput(transport == null ? in : transport);
    AVFormatContext context = avformat_alloc_context();
    context.pb(input.context());
    context.flags(
        context.flags()
            | AVFormatContext.AVFMT_FLAG_NOPARSE
            | AVFormatContext.AVFMT_FLAG_NOFILLIN
            | AVFormatContext.AVFMT_FLAG_NOBUFFER);
    context.correct_ts_overflow(0);
    // FFmpeg probes one packet of a stream of private type, and holds all later packets meanwhile.
    context.max_probe_packets(1);
    AVDictionary options = new AVDictionary(null);
    try {
      av_dict_set(options, "protocol_whitelist", "none", 0);
      av_dict_set(options, "format_whitelist", format.ffmpegName(), 0);
      format.options(maxPacketBytes).forEach((name, value) -> av_dict_set(options, name, value, 0));
      int result =
          avformat_open_input(
              context, (String) null, av_find_input_format(format.ffmpegName()), options);
      if (result < 0) {
        // The context is freed already.
        input.close();
        throw malformed(format, result);
      }
      return new DemuxedInput(input, transport, context, format);
    } finally {
      av_dict_free(options);
    }
  }

  /**
   * Moves to the next packet.
   *
   * @return false at the end
   */
  boolean read() throws JobException {
    av_packet_unref(packet);
    int result = av_read_frame(context, packet);
    if (result == AVERROR_EOF()) {
      return false;
    }
    if (result < 0) {
      throw new JobException(
          FailureKind.MALFORMED, "the container is malformed: " + message(result));
    }
    return true;
  }

  private static JobException malformed(DemuxFormat format, int result) {
    return result == AVERROR_EOF()
        ? new JobException(FailureKind.TRUNCATED, "the publisher closed before any track was found")
        : new JobException(
            FailureKind.MALFORMED, "not a readable " + format + ": " + message(result));
  }

  private static String message(int error) {
    if (error == AVERROR_EAGAIN()) {
      // The MPEG-TS demuxer returns this when it has found no packet start in 64 KiB.
      return "no sync byte where a packet must begin";
    }
    return FfmpegError.text(error);
  }

  /** Whether the container lists all its streams at its beginning; FLV does not. */
  boolean announcesAllStreams() {
    return format != DemuxFormat.FLV;
  }

  /** A stream's codec; empty when Framelog does not carry it. */
  Optional<Codec> codec(AVStream stream) {
    return DemuxedStream.codec(format, stream);
  }

  /** A stream's codec for messages. */
  String codecName(AVStream stream) {
    return DemuxedStream.codecName(format, stream);
  }

  /** The container's title, as far as it has been read; null when it has none. */
  @Nullable String title() {
    return ContainerNames.title(context, transport == null ? null : transport.serviceName());
  }

  int streams() {
    return context.nb_streams();
  }

  AVStream stream(int index) {
    return context.streams(index);
  }

  /**
   * Whether a stream still belongs to the container: an MPEG-TS program map that lists other
   * streams ends the earlier ones. Always true without programs.
   */
  boolean isListed(int index) {
    int programs = context.nb_programs();
    for (int i = 0; i < programs; i++) {
      AVProgram program = context.programs(i);
      for (int k = 0; k < program.nb_stream_indexes(); k++) {
        if (program.stream_index().get(k) == index) {
          return true;
        }
      }
    }
    return programs == 0;
  }

  /**
   * A stream as a track; empty when it takes a frame to describe it and the current packet has
   * none.
   */
  Optional<PacketTrack> describe(AVStream stream, Codec codec) {
    return DemuxedStream.of(format, stream, codec, packet().data());
  }

  /** A stream as audio that FFmpeg can decode, by its parameters or the current packet. */
  Optional<ForeignSound> sound(AVStream stream) {
    return DemuxedStream.sound(format, stream, packet().data());
  }

  /** A stream without packets so far as audio that FFmpeg can decode. */
  Optional<ForeignSound> announcedSound(AVStream stream) {
    return DemuxedStream.sound(format, stream, ByteBuffer.allocate(0));
  }

  /** A stream as audio of the codec that its packets have. */
  ForeignSound sound(AVStream stream, SoundCodec codec) {
    return DemuxedStream.sound(format, stream, codec);
  }

  /** The codec of a stream, if the container names it and it is audio that FFmpeg can decode. */
  Optional<SoundCodec> namedSound(AVStream stream) {
    return DemuxedStream.namedSound(format, stream);
  }

  /** Index of the packet's stream. */
  int packetStream() {
    return packet.stream_index();
  }

  /** The packet, its times without wraps; its data is valid until the next {@link #read()}. */
  DemuxedPacket packet() {
    long dts = times.unwrap(packet.dts());
    long pts = times.unwrap(packet.pts());
    BytePointer data = packet.data();
    ByteBuffer bytes =
        data == null || packet.size() == 0
            ? ByteBuffer.allocate(0)
            : data.capacity(packet.size()).asByteBuffer().order(ByteOrder.BIG_ENDIAN);
    boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
    return new DemuxedPacket(packetStream(), dts, pts, duration(bytes), key, bytes);
  }

  private long duration(ByteBuffer data) {
    AVStream stream = stream(packetStream());
    return packet.duration() == 0
            && format == DemuxFormat.OGG
            && stream.codecpar().codec_id() == AV_CODEC_ID_FLAC
        ? flacDurations.of(stream, data)
        : packet.duration();
  }

  /** New extradata that applies from the current packet on, if the container has any. */
  Optional<Bytes> newExtradata() {
    try (SizeTPointer size = new SizeTPointer(1)) {
      BytePointer data = av_packet_get_side_data(packet, AV_PKT_DATA_NEW_EXTRADATA, size);
      if (data == null || size.get() == 0) {
        return Optional.empty();
      }
      return Optional.of(Bytes.copyOf(data.capacity(size.get()).asByteBuffer()));
    }
  }

  @Override
  public void close() {
    av_packet_free(packet);
    avformat_close_input(context);
    input.close();
  }
}
