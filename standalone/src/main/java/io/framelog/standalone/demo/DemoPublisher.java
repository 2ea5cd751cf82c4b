package io.framelog.standalone.demo;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.FFmpegLogCallback;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;
import org.jboss.logging.Logger;

/**
 * Publishes the test picture and tone over TCP in real time, as H.264 and AAC in fragmented MP4
 * with a keyframe each second. Runs on its own thread, which reconnects after a failure.
 */
public final class DemoPublisher implements AutoCloseable {
  public static final String STREAM = "demo";

  private static final Logger LOG = Logger.getLogger(DemoPublisher.class);
  private static final int FRAME_RATE = 25;
  private static final int VIDEO_BITRATE = 1_500_000;
  private static final int AUDIO_BITRATE = 64_000;
  private static final long FRAME_NANOS = TimeUnit.SECONDS.toNanos(1) / FRAME_RATE;
  private static final long FRAME_MICROS = 1_000_000 / FRAME_RATE;
  private static final long PATIENCE_SECONDS = 3;

  private final String url;
  private final Thread thread = new Thread(this::run, "framelog-demo");
  private final CountDownLatch stop = new CountDownLatch(1);

  private DemoPublisher(int tcpPort) {
    // In µs: after five seconds of blocked writes the server is taken to be dead.
    this.url = "tcp://127.0.0.1:" + tcpPort + "?timeout=5000000";
  }

  /** Starts publishing to an ingest node on this machine. */
  public static DemoPublisher start(int tcpPort) {
    DemoPublisher publisher = new DemoPublisher(tcpPort);
    publisher.thread.setDaemon(true);
    publisher.thread.start();
    return publisher;
  }

  private void run() {
    try {
      DemoNativeLibraries.load();
      FFmpegLogCallback.setLevel(avutil.AV_LOG_ERROR);
      do {
        publish();
      } while (!stop.await(1, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (UnsatisfiedLinkError e) {
      LOG.errorf("no demo stream: FFmpeg's libraries do not load here: %s", e.getMessage());
    }
  }

  private void publish() throws InterruptedException {
    try (FFmpegFrameRecorder recorder = recorder()) {
      recorder.start();
      sendFrames(recorder);
      recorder.stop();
    } catch (FrameRecorder.Exception e) {
      LOG.warnf("demo stream interrupted, connecting again: %s", e.getMessage());
    }
  }

  private FFmpegFrameRecorder recorder() {
    FFmpegFrameRecorder recorder =
        new FFmpegFrameRecorder(url, TestPicture.WIDTH, TestPicture.HEIGHT, 1);
    recorder.setFormat("mp4");
    recorder.setOption("movflags", "empty_moov+default_base_moof+frag_every_frame");
    recorder.setOption("flush_packets", "1");
    recorder.setMetadata("title", STREAM);
    recorder.setFrameRate(FRAME_RATE);
    recorder.setGopSize(FRAME_RATE);
    recorder.setVideoCodec(avcodec.AV_CODEC_ID_H264);
    recorder.setVideoCodecName("libopenh264");
    recorder.setVideoBitrate(VIDEO_BITRATE);
    recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
    recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
    recorder.setAudioBitrate(AUDIO_BITRATE);
    recorder.setSampleRate(TestTone.SAMPLE_RATE);
    // When FFmpeg interleaves, a frame waits for sound, is sent late and gets the next frame's
    // decode time.
    recorder.setInterleaved(false);
    return recorder;
  }

  private void sendFrames(FFmpegFrameRecorder recorder)
      throws FFmpegFrameRecorder.Exception, InterruptedException {
    TestPicture picture = new TestPicture();
    TestTone tone = new TestTone(TestTone.SAMPLE_RATE / FRAME_RATE);
    long due = System.nanoTime();
    for (long frame = 0; !stop.await(due - System.nanoTime(), TimeUnit.NANOSECONDS); frame++) {
      recorder.recordSamples(TestTone.SAMPLE_RATE, 1, tone.next());
      recorder.setTimestamp(frame * FRAME_MICROS);
      recorder.recordImage(
          TestPicture.WIDTH,
          TestPicture.HEIGHT,
          Frame.DEPTH_UBYTE,
          1,
          TestPicture.WIDTH,
          avutil.AV_PIX_FMT_YUV420P,
          picture.paint(frame, LocalTime.now(ZoneId.systemDefault())));
      // After the machine was suspended, continue in real time instead of catching up.
      due = Math.max(due + FRAME_NANOS, System.nanoTime() - TimeUnit.SECONDS.toNanos(1));
    }
  }

  /** Ends the stream and waits up to three seconds for the thread. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
