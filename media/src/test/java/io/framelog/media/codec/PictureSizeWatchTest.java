package io.framelog.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PictureSizeWatchTest {
  private static final Track VP8 =
      new Track(1, Codec.VP8, Bytes.EMPTY, 1000, 40, new VideoFormat(640, 480, 25), null, "und");

  private final TrackWatch watch = TrackWatch.of(VP8).orElseThrow();

  private @Nullable Track key(int width, int height) {
    byte[] frame = {0x10, 0, 0, (byte) 0x9d, 1, 0x2a, 0, 0, 0, 0, 0};
    ByteBuffer data = ByteBuffer.wrap(frame);
    data.put(6, (byte) width).put(7, (byte) (width >> 8));
    data.put(8, (byte) height).put(9, (byte) (height >> 8));
    return watch.changedBy(new Sample(1, 0, 0, 40, true, data));
  }

  @Test
  void ignoresThatTheContainersSizeDiffersFromTheFirstKeyFrame() {
    assertThat(key(320, 240)).isNull();
    assertThat(key(320, 240)).isNull();
  }

  @Test
  void detectsAKeyFrameOfAnotherSizeOnce() {
    key(640, 480);

    Track changed = key(320, 240);

    // The container's size no longer applies; the key frame has the new one.
    assertThat(changed).extracting(Track::video).isEqualTo(new VideoFormat(0, 0, 25));
    assertThat(key(320, 240)).isNull();
  }

  @Test
  void ignoresOtherTracksAndFrames() {
    key(640, 480);
    ByteBuffer inter = ByteBuffer.wrap(new byte[] {0x11, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8});

    assertThat(watch.changedBy(new Sample(1, 0, 0, 40, false, inter))).isNull();
    assertThat(watch.changedBy(new Sample(2, 0, 0, 40, true, inter))).isNull();
  }
}
