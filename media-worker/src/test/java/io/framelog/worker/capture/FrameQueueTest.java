package io.framelog.worker.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;

class FrameQueueTest {
  private final AtomicLong dropped = new AtomicLong();
  private final FrameQueue queue = new FrameQueue(3, dropped);

  private void put(long at) {
    queue.put(avutil.av_frame_alloc(), at);
  }

  private long take() throws InterruptedException {
    FrameQueue.Timed next = queue.take();
    AVFrame frame = next.frame();
    avutil.av_frame_free(frame);
    return next.at();
  }

  @Test
  void keepsTheNewestFramesWithoutAConsumer() throws InterruptedException {
    for (long at = 1; at <= 1000; at++) {
      put(at);
    }

    assertThat(dropped).hasValue(997);
    assertThat(take()).isEqualTo(998);
    assertThat(take()).isEqualTo(999);
    assertThat(take()).isEqualTo(1000);
  }

  @Test
  void dropsNothingWhileTheEncoderKeepsUp() throws InterruptedException {
    for (long at = 1; at <= 10; at++) {
      put(at);
      assertThat(take()).isEqualTo(at);
    }

    assertThat(dropped).hasValue(0);
  }
}
