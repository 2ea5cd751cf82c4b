package io.framelog.worker.encode;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.VideoFormat;
import io.framelog.media.container.packet.FailureKind;
import io.framelog.media.container.packet.PacketFraming;
import io.framelog.media.container.packet.PacketStreamWriter;
import io.framelog.media.container.packet.PacketTrack;
import io.framelog.worker.WorkerReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** Writes the packets of encoders as a packet stream. Thread-safe. */
public final class PacketOutput {
  private final PacketStreamWriter writer;
  private boolean ended;

  public PacketOutput(PacketStreamWriter writer) {
    this.writer = writer;
  }

  /**
   * Announces the tracks, before the first packet.
   *
   * @param encoders open encoders, one for each track; tracks are numbered from 1
   */
  public synchronized void tracks(List<AVCodecContext> encoders) throws IOException {
    List<PacketTrack> tracks = new ArrayList<>();
    for (AVCodecContext encoder : encoders) {
      tracks.add(track(tracks.size() + 1, encoder));
    }
    writer.tracks(tracks, null);
  }

  private static PacketTrack track(int id, AVCodecContext encoder) {
    boolean video = encoder.codec_type() == avutil.AVMEDIA_TYPE_VIDEO;
    int codec = encoder.codec_id();
    return new PacketTrack(
        id,
        codec(codec),
        codec == avcodec.AV_CODEC_ID_H264 || codec == avcodec.AV_CODEC_ID_HEVC
            ? PacketFraming.ANNEX_B
            : PacketFraming.SAMPLE,
        extradata(encoder),
        encoder.time_base().num(),
        encoder.time_base().den(),
        video
            ? new VideoFormat(
                encoder.width(),
                encoder.height(),
                (double) encoder.framerate().num() / encoder.framerate().den())
            : null,
        video ? null : new AudioFormat(encoder.sample_rate(), encoder.ch_layout().nb_channels()),
        "und");
  }

  private static Codec codec(int id) {
    return switch (id) {
      case avcodec.AV_CODEC_ID_H264 -> Codec.H264;
      case avcodec.AV_CODEC_ID_HEVC -> Codec.HEVC;
      case avcodec.AV_CODEC_ID_VP8 -> Codec.VP8;
      case avcodec.AV_CODEC_ID_VP9 -> Codec.VP9;
      case avcodec.AV_CODEC_ID_AV1 -> Codec.AV1;
      case avcodec.AV_CODEC_ID_AAC -> Codec.AAC;
      case avcodec.AV_CODEC_ID_OPUS -> Codec.OPUS;
      default -> throw new IllegalArgumentException("unsupported FFmpeg codec " + id);
    };
  }

  private static Bytes extradata(AVCodecContext encoder) {
    byte[] extradata = new byte[encoder.extradata_size()];
    if (extradata.length > 0) {
      new BytePointer(encoder.extradata()).get(extradata);
    }
    return Bytes.copyOf(ByteBuffer.wrap(extradata));
  }

  /** Blocks while the node does not read. */
  public synchronized void packet(int track, AVPacket packet) throws IOException {
    if (ended) {
      return;
    }
    writer.packet(
        track,
        packet.dts(),
        packet.pts(),
        packet.duration(),
        (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0,
        new BytePointer(packet.data()).capacity(packet.size()).asByteBuffer());
  }

  /** Reports the number of frames dropped so far because the output was too slow. */
  public synchronized void dropped(long frames) throws IOException {
    if (!ended) {
      writer.report(WorkerReport.DROPPED + frames);
    }
  }

  /** Ends the stream with a failure. */
  public synchronized void failed(FailureKind kind, String sentence) throws IOException {
    if (!ended) {
      ended = true;
      writer.failed(kind, sentence);
    }
  }

  /** Ends the stream. */
  public synchronized void end() throws IOException {
    if (!ended) {
      ended = true;
      writer.end();
    }
  }
}
