package io.framelog.worker.capture;

import io.framelog.media.container.packet.FailureKind;
import io.framelog.worker.JobException;
import io.framelog.worker.encode.AudioEncoder;
import io.framelog.worker.encode.PacketOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * One capture: runs from opening its devices until one of them fails.
 *
 * <pre>
 *   video device ─▶ thread ─▶ queue ─▶ thread: scale, encode ────┐
 *                    │ one clock                                 ├─▶ stdout
 *   audio device ─▶ thread ─▶ queue ─▶ thread: resample, encode ─┘
 * </pre>
 *
 * A picture is written as soon as it is encoded, with the time at which the device captured it.
 * Pictures are never repeated to keep a rate, and dropped only by a full queue.
 */
final class Capture {
  /** Pictures that may wait for the encoder, because a keyframe takes longer to encode. */
  private static final int VIDEO_QUEUE = 4;

  /** Audio frames of 10 to 25 ms each. */
  private static final int AUDIO_QUEUE = 50;

  private static final long REPORT_SECONDS = 1;

  /** Late reads of a device's clock stay below this; missing audio exceeds it. */
  private static final int MAX_DRIFT_MILLIS = 400;

  private final CaptureOptions options;
  private final PacketOutput output;
  private final FfmpegLog log;
  private final CaptureClock clock = new CaptureClock();
  private final AtomicLong dropped = new AtomicLong();
  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

  Capture(CaptureOptions options, PacketOutput output, FfmpegLog log) {
    this.options = options;
    this.output = output;
    this.log = log;
  }

  /**
   * Captures until a device or encoder fails, and returns the reason.
   *
   * @throws JobException when a device or encoder cannot be opened
   * @throws IOException when the output cannot be written
   */
  JobException untilFailure() throws JobException, IOException, InterruptedException {
    List<AVCodecContext> encoders = new ArrayList<>();
    MediaPath video = null;
    MediaPath audio = null;
    MediaPath.@Nullable Encode encodeVideo = null;
    MediaPath.@Nullable Encode encodeAudio = null;
    Device camera = options.video();
    if (camera != null) {
      DeviceInput input =
          DeviceInput.open(
              camera, avutil.AVMEDIA_TYPE_VIDEO, DeviceOptions.video(camera, options), log);
      video = new MediaPath("video", camera, input, clock, VIDEO_QUEUE, dropped);
      video.read(failure::complete);
      VideoEncoder encoder = openEncoder(input);
      int track = encoders.size() + 1;
      encoders.add(encoder.context());
      encodeVideo = (frame, at) -> encoder.encode(frame, at, p -> output.packet(track, p));
    }
    Device microphone = options.audio();
    if (microphone != null) {
      DeviceInput input =
          DeviceInput.open(
              microphone, avutil.AVMEDIA_TYPE_AUDIO, DeviceOptions.audio(microphone, options), log);
      audio = new MediaPath("audio", microphone, input, clock, AUDIO_QUEUE, dropped);
      audio.read(failure::complete);
      AudioEncoder encoder =
          AudioEncoder.open(
              options.audioCodec(),
              options.channels(),
              options.audioBitrate(),
              MAX_DRIFT_MILLIS,
              dropped);
      int track = encoders.size() + 1;
      encoders.add(encoder.context());
      encodeAudio = (frame, at) -> encoder.encode(frame, at, p -> output.packet(track, p));
    }
    output.tracks(encoders);
    if (video != null && encodeVideo != null) {
      video.encode(encodeVideo, failure::complete);
    }
    if (audio != null && encodeAudio != null) {
      audio.encode(encodeAudio, failure::complete);
    }
    return report();
  }

  private VideoEncoder openEncoder(DeviceInput input) throws JobException {
    int width = options.width() > 0 ? options.width() : input.width();
    int height = options.height() > 0 ? options.height() : input.height();
    return VideoEncoder.open(options, width, height, input.frameRate(), log);
  }

  /** Reports the number of dropped frames whenever it grows, until something fails. */
  private JobException report() throws IOException, InterruptedException {
    long told = 0;
    while (true) {
      try {
        return reason(failure.get(REPORT_SECONDS, TimeUnit.SECONDS));
      } catch (TimeoutException e) {
        long now = dropped.get();
        if (now != told) {
          told = now;
          output.dropped(now);
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static JobException reason(Throwable failure) throws IOException {
    if (failure instanceof JobException e) {
      return e;
    }
    if (failure instanceof IOException e) {
      throw e;
    }
    return new JobException(FailureKind.OTHER, "internal error: " + failure);
  }
}
