package io.framelog.worker.demux;

import static org.bytedeco.ffmpeg.global.avutil.av_rescale;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.codec.AudioFrameLength;
import io.framelog.media.codec.CodecException;
import io.framelog.media.codec.FfmpegExtradata;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * The durations of FLAC packets in Ogg: FFmpeg sets no duration, and a timestamp only on the first
 * packet of a page. Each frame's header has its number of samples (RFC 9639 §9.1.1).
 */
final class FlacDurations {
  private static final long NANOS = 1_000_000_000;

  private final Map<Integer, AudioFrameLength> lengths = new HashMap<>();

  /** Ticks of the stream's time base; 0 when unknown. */
  long of(AVStream stream, ByteBuffer frame) {
    if (!frame.hasRemaining()) {
      return 0; // some streams end with an empty packet
    }
    long nanos =
        lengths.computeIfAbsent(stream.index(), index -> length(stream.codecpar())).nanos(frame);
    return av_rescale(nanos, stream.time_base().den(), NANOS * stream.time_base().num());
  }

  private static AudioFrameLength length(AVCodecParameters parameters) {
    try {
      Bytes config = FfmpegExtradata.config(Codec.FLAC, DemuxedStream.extradata(parameters));
      return AudioFrameLength.of(Codec.FLAC, config, parameters.sample_rate());
    } catch (CodecException e) {
      return frame -> 0; // the node parses it too and reports the error
    }
  }
}
