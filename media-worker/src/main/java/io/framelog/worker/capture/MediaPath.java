package io.framelog.worker.capture;

import io.framelog.worker.JobException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/** The pipeline of one device: a reading thread, a queue and an encoding thread. */
final class MediaPath {
  /** Encodes a frame and writes the result. */
  @FunctionalInterface
  interface Encode {
    void encode(AVFrame frame, long at) throws IOException, JobException;
  }

  private final String name;
  private final DeviceInput input;
  private final Device device;
  private final CaptureClock clock;
  private final FrameQueue queue;
  private final DeviceClock deviceClock = new DeviceClock();
  private volatile boolean encoding;

  /**
   * @param name of the threads
   * @param bound frames that may wait for the encoder
   */
  MediaPath(
      String name,
      Device device,
      DeviceInput input,
      CaptureClock clock,
      int bound,
      AtomicLong dropped) {
    this.name = name;
    this.device = device;
    this.input = input;
    this.clock = clock;
    this.queue = new FrameQueue(bound, dropped);
  }

  /**
   * Starts reading, so that the device's buffer does not fill while the other device is opened.
   * Frames read before encoding starts are discarded.
   */
  void read(Consumer<Throwable> onFailure) {
    start(name + "-device", this::readAll, onFailure);
  }

  void encode(Encode encoder, Consumer<Throwable> onFailure) {
    encoding = true;
    start(
        name + "-encoder",
        () -> {
          while (true) {
            FrameQueue.Timed next = queue.take();
            try {
              encoder.encode(next.frame(), next.at());
            } finally {
              avutil.av_frame_free(next.frame());
            }
          }
        },
        onFailure);
  }

  private void readAll() throws JobException, InterruptedException {
    long begun = DeviceClock.UNKNOWN;
    long nominal = nominalMicros();
    while (true) {
      AVFrame frame = input.read();
      long device = input.timeOf(frame);
      if (this.device.isGenerator()) {
        begun = begun == DeviceClock.UNKNOWN ? clock.now() - device : begun;
        hold(begun + device - clock.now());
      }
      long lasted = soundMicros(frame);
      // An audio frame arrives at its end, a picture at its beginning.
      long at = deviceClock.timeOf(device, lasted > 0 ? lasted : nominal, clock.now() - lasted);
      if (encoding) {
        queue.put(frame, at);
      } else {
        avutil.av_frame_free(frame);
      }
    }
  }

  private static void hold(long micros) throws InterruptedException {
    if (micros > 0) {
      TimeUnit.MICROSECONDS.sleep(micros);
    }
  }

  private long nominalMicros() {
    double rate = input.frameRate();
    return rate > 0 ? Math.round(1_000_000 / rate) : 1_000_000 / 30;
  }

  private static long soundMicros(AVFrame frame) {
    return frame.sample_rate() > 0 ? frame.nb_samples() * 1_000_000L / frame.sample_rate() : 0;
  }

  /** A loop that runs until it fails. */
  @FunctionalInterface
  private interface Loop {
    void run() throws IOException, JobException, InterruptedException;
  }

  private static void start(String name, Loop loop, Consumer<Throwable> onFailure) {
    Thread thread =
        new Thread(
            () -> {
              try {
                loop.run();
              } catch (IOException | JobException | InterruptedException | RuntimeException e) {
                onFailure.accept(e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }
}
