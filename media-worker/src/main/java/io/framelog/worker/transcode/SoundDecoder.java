package io.framelog.worker.transcode;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import io.framelog.media.ForeignSound;
import io.framelog.media.container.packet.FailureKind;
import io.framelog.worker.JobException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one audio track. Damaged frames are skipped; decoding fails when none of the first
 * {@value #MAX_UNDECODED} packets, or of all packets if there are fewer, can be decoded. Not
 * thread-safe.
 */
final class SoundDecoder implements AutoCloseable {
  /** Receives decoded frames, which are valid only during the call. */
  @FunctionalInterface
  interface Frames {
    /**
     * Receives one frame.
     *
     * @param micros presentation time, µs on the publisher's clock
     */
    void take(AVFrame frame, long micros) throws IOException, JobException;
  }

  private static final int MAX_UNDECODED = 50;
  private static final int PADDING = AV_INPUT_BUFFER_PADDING_SIZE;
  private static final long MICROS = 1_000_000;

  private final ForeignSound sound;
  private final AVCodecContext context;
  private final @Nullable AVCodecParserContext parser;
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();
  private BytePointer input = new BytePointer(Pointer.malloc(1 << 12)).capacity(1 << 12);
  private final PointerPointer<BytePointer> parsed = new PointerPointer<>(1);
  private final IntPointer parsedSize = new IntPointer(1);
  private int undecoded;
  private boolean decodedAny;

  /** Start of the current run of frames without timestamps, µs, and the samples since. */
  private long runMicros;

  private long runSamples;

  private SoundDecoder(
      ForeignSound sound, AVCodecContext context, @Nullable AVCodecParserContext parser) {
    this.sound = sound;
    this.context = context;
    this.parser = parser;
  }

  /**
   * Opens a decoder.
   *
   * @throws JobException when this FFmpeg has no such decoder, or the decoder refuses the track
   */
  static SoundDecoder open(ForeignSound sound) throws JobException {
    String name = sound.codec().ffmpegName();
    AVCodecDescriptor descriptor = avcodec_descriptor_get_by_name(name);
    AVCodec codec = descriptor == null ? null : avcodec_find_decoder(descriptor.id());
    if (codec == null) {
      throw new JobException(FailureKind.OTHER, "this build of FFmpeg has no decoder for " + name);
    }
    AVCodecContext context = avcodec_alloc_context3(codec);
    context.thread_count(1);
    context.pkt_timebase(new AVRational().num(1).den(sound.timescale()));
    if (sound.sampleRate() > 0) {
      context.sample_rate(sound.sampleRate());
    }
    if (sound.channels() > 0) {
      av_channel_layout_default(context.ch_layout(), sound.channels());
    }
    context.bit_rate(sound.layout().bitRate());
    context.block_align(sound.layout().blockBytes());
    int bits = sound.layout().sampleBits();
    context.bits_per_coded_sample(bits > 0 ? bits : av_get_bits_per_sample(codec.id()));
    int length = sound.extradata().length();
    if (length > 0) {
      BytePointer extradata = new BytePointer(av_mallocz(length + PADDING)).capacity(length);
      extradata.put(sound.extradata().sharedArray());
      context.extradata(extradata);
      context.extradata_size(length);
    }
    if (avcodec_open2(context, codec, (AVDictionary) null) < 0) {
      avcodec_free_context(context);
      throw new JobException(FailureKind.MALFORMED, "FFmpeg's decoder refuses this " + name);
    }
    return new SoundDecoder(sound, context, sound.framed() ? null : av_parser_init(codec.id()));
  }

  /**
   * Decodes a packet.
   *
   * @param pts ticks, or {@link ForeignSound#UNKNOWN_TIME}
   */
  void decode(long pts, ByteBuffer data, Frames frames) throws IOException, JobException {
    int length = data.remaining();
    reserve(length + PADDING);
    input.position(0);
    input.limit(length + PADDING);
    input.asByteBuffer().put(data.duplicate()).put(new byte[PADDING]);
    // UNKNOWN_TIME equals FFmpeg's AV_NOPTS_VALUE.
    if (parser == null) {
      send(input.position(0), length, pts, frames);
    } else {
      parse(parser, input, length, pts, frames);
    }
    if (!decodedAny && ++undecoded == MAX_UNDECODED) {
      throw undecodable("none of the first " + MAX_UNDECODED + " packets");
    }
  }

  /** Splits the data into frames. */
  private void parse(
      AVCodecParserContext cutter, BytePointer from, int length, long pts, Frames frames)
      throws IOException, JobException {
    int at = 0;
    long time = pts;
    while (at < length) {
      int used =
          av_parser_parse2(
              cutter, context, parsed, parsedSize, from.position(at), length - at, time, time, 0);
      if (used < 0) {
        return;
      }
      at += used;
      time = AV_NOPTS_VALUE;
      int size = parsedSize.get();
      if (size > 0) {
        send(parsed.get(BytePointer.class, 0), size, cutter.pts(), frames);
      } else if (used == 0) {
        return;
      }
    }
  }

  private JobException undecodable(String packets) {
    return new JobException(
        FailureKind.MALFORMED,
        packets + " is " + sound.codec().ffmpegName() + " that can be decoded");
  }

  /** Flushes the decoder at the end of the track. */
  void finish(Frames frames) throws IOException, JobException {
    avcodec_send_packet(context, null);
    decodedAny |= receive(frames);
    if (!decodedAny && undecoded > 0) {
      throw undecodable("none of its " + undecoded + " packets");
    }
  }

  private void reserve(int bytes) {
    if (input.capacity() < bytes) {
      input = new BytePointer(Pointer.realloc(input.position(0), bytes)).capacity(bytes);
    }
  }

  private void send(BytePointer data, int size, long pts, Frames frames)
      throws IOException, JobException {
    packet.data(data);
    packet.size(size);
    packet.pts(pts);
    packet.dts(pts);
    int sent = avcodec_send_packet(context, packet);
    packet.data(null);
    packet.size(0);
    decodedAny |= sent >= 0 && receive(frames);
  }

  private boolean receive(Frames frames) throws IOException, JobException {
    boolean any = false;
    while (avcodec_receive_frame(context, frame) >= 0) {
      any = true;
      if (frame.pts() != AV_NOPTS_VALUE) {
        runMicros = micros(frame.pts(), sound.timescale());
        runSamples = 0;
      }
      int rate = Math.max(1, frame.sample_rate());
      frames.take(frame, runMicros + runSamples * MICROS / rate);
      runSamples += frame.nb_samples();
      av_frame_unref(frame);
    }
    return any;
  }

  /** Divides first, so that no product exceeds 64 bits. */
  private static long micros(long ticks, int timescale) {
    return Math.floorDiv(ticks, timescale) * MICROS
        + Math.floorMod(ticks, timescale) * MICROS / timescale;
  }

  @Override
  public void close() {
    if (parser != null) {
      av_parser_close(parser);
    }
    av_packet_free(packet);
    av_frame_free(frame);
    avcodec_free_context(context);
    Pointer.free(input.position(0));
  }
}
