package io.framelog.worker.transcode;

import io.framelog.media.ForeignSound;
import io.framelog.worker.JobException;
import io.framelog.worker.encode.AudioEncoder;
import io.framelog.worker.encode.PacketOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Transcodes one audio track. Times stay the publisher's: the encoder receives the presentation
 * time of each decoded frame, and its output begins earlier by its priming.
 */
final class SoundTranscoder implements AutoCloseable {
  private static final int MAX_CHANNELS = 2;
  private static final long BITS_A_CHANNEL = 64_000;
  private static final int TRACK = 1;

  /** Publishers' times are rounded, to 1 ms in FLV; a missing frame exceeds this difference. */
  private static final int MAX_DRIFT_MILLIS = 60;

  private final String codec;
  private final PacketOutput output;
  private final SoundDecoder decoder;
  private final AtomicLong overlapping = new AtomicLong();
  private @Nullable AudioEncoder encoder;

  private SoundTranscoder(String codec, PacketOutput output, SoundDecoder decoder) {
    this.codec = codec;
    this.output = output;
    this.decoder = decoder;
  }

  /**
   * Opens the decoder. The encoder is opened with the first frame, which has the number of
   * channels.
   *
   * @throws JobException when FFmpeg cannot decode the track
   */
  static SoundTranscoder open(ForeignSound sound, String codec, PacketOutput output)
      throws JobException {
    return new SoundTranscoder(codec, output, SoundDecoder.open(sound));
  }

  /**
   * Transcodes a packet.
   *
   * @param pts ticks of the track's timescale, or {@link ForeignSound#UNKNOWN_TIME}
   */
  void take(long pts, ByteBuffer data) throws IOException, JobException {
    decoder.decode(pts, data, this::encode);
  }

  /** Flushes the decoder, then the encoder's last full frames. */
  void finish() throws IOException, JobException {
    decoder.finish(this::encode);
    AudioEncoder opened = encoder;
    if (opened != null) {
      opened.finish(packet -> output.packet(TRACK, packet));
    }
  }

  private void encode(AVFrame frame, long micros) throws IOException, JobException {
    AudioEncoder opened = encoder;
    if (opened == null) {
      int channels = Math.max(1, Math.min(MAX_CHANNELS, frame.ch_layout().nb_channels()));
      opened =
          AudioEncoder.open(
              codec, channels, channels * BITS_A_CHANNEL, MAX_DRIFT_MILLIS, overlapping);
      encoder = opened;
      output.tracks(List.of(opened.context()));
    }
    opened.encode(frame, micros, packet -> output.packet(TRACK, packet));
  }

  @Override
  public void close() {
    decoder.close();
    if (encoder != null) {
      encoder.close();
    }
  }
}
