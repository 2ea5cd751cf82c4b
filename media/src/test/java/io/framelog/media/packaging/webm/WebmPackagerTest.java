package io.framelog.media.packaging.webm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.media.Bytes;
import io.framelog.media.Colour;
import io.framelog.media.DisplayMatrix;
import io.framelog.media.LightLevels;
import io.framelog.media.PixelAspect;
import io.framelog.media.PixelCrop;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.packaging.Samples;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebmPackagerTest {
  private static final int SEGMENT = 0x18538067;
  private static final int CLUSTER = 0x1F43B675;
  private static final int TIMESTAMP = 0xE7;
  private static final int SIMPLE_BLOCK = 0xA3;
  private static final int DOC_TYPE = 0x4282;
  private static final int TITLE = 0x7BA9;
  private static final int DURATION = 0x4489;
  private static final int DEFAULT_DURATION = 0x23E383;
  private static final int DISPLAY_WIDTH = 0x54B0;
  private static final int DISPLAY_HEIGHT = 0x54BA;
  private static final int TRANSFER = 0x55BA;
  private static final int RANGE = 0x55B9;
  private static final int POSE_ROLL = 0x7675;
  private static final int ALPHA_MODE = 0x53C0;
  private static final int BLOCK = 0xA1;
  private static final int BLOCK_ADDITIONAL = 0xA5;
  private static final int REFERENCE_BLOCK = 0xFB;
  private static final int CODEC_DELAY = 0x56AA;
  private static final int SEEK_PRE_ROLL = 0x56BB;

  private final WebmPackager packager = new WebmPackager(List.of(Samples.VP8, Samples.OPUS));

  @Test
  void writesAnInitSegmentOfALiveStream() {
    EbmlTree init = new EbmlTree(packager.initSegment().bytes());

    assertThat(StandardCharsets.US_ASCII.decode(init.one(DOC_TYPE).payload()).toString())
        .isEqualTo("webm");
    assertThat(init.one(SEGMENT).size()).as("unknown").isEqualTo(-1);
    assertThat(init.all(TITLE)).isEmpty();
    assertThat(init.all(DURATION)).isEmpty();
    assertThat(init.all(DEFAULT_DURATION))
        .extracting(EbmlTree.Element::unsigned)
        .as("of 25 frames a second, of 20 ms of Opus")
        .containsExactly(40_000_000L, 20_000_000L);
    assertThat(init.one(CODEC_DELAY).unsigned()).isEqualTo(6_500_000);
    assertThat(init.one(SEEK_PRE_ROLL).unsigned()).isEqualTo(80_000_000);
    assertThat(packager.initSegment().mime()).isEqualTo("video/webm; codecs=\"vp8,opus\"");
  }

  @Test
  void describesThePicture() {
    VideoFormat picture =
        new VideoFormat(
            360,
            288,
            1e9 / 16_666_667,
            new PixelAspect(64, 45),
            DisplayMatrix.turned(-90),
            new Colour(9, 16, 9, Colour.Range.LIMITED));

    Track track = Samples.VP8.withVideo(picture);
    Bytes segment = new WebmPackager(List.of(track)).initSegment().bytes();

    EbmlTree init = new EbmlTree(segment);
    assertThat(init.one(DEFAULT_DURATION).unsigned()).isEqualTo(16_666_667);
    assertThat(init.one(DISPLAY_WIDTH).unsigned()).isEqualTo(512);
    assertThat(init.one(DISPLAY_HEIGHT).unsigned()).isEqualTo(288);
    assertThat(init.one(TRANSFER).unsigned()).isEqualTo(16);
    assertThat(init.one(RANGE).unsigned()).isEqualTo(1);
    assertThat(init.one(POSE_ROLL).payload().getDouble(0)).isEqualTo(90);
  }

  @Test
  void writesAnAlphaChannelWithItsFrame() {
    VideoFormat transparent =
        new VideoFormat(64, 48, 25).with(true, PixelCrop.NONE, LightLevels.UNKNOWN);
    WebmPackager packager = new WebmPackager(List.of(Samples.VP8.withVideo(transparent)));
    assertThat(new EbmlTree(packager.initSegment().bytes()).one(ALPHA_MODE).unsigned()).isOne();

    packager.add(0, 0, 0, 40, true, Samples.frame(1, 200), Samples.frame(2, 20));
    packager.add(0, 40, 40, 40, false, Samples.frame(3, 10), Samples.frame(4, 300));
    packager.add(0, 80, 80, 40, false, Samples.frame(5, 10), null);
    EbmlTree part = new EbmlTree(packager.finishPart());

    assertThat(part.all(BLOCK_ADDITIONAL))
        .extracting(EbmlTree.Element::payload)
        .containsExactly(Samples.frame(2, 20), Samples.frame(4, 300));
    assertThat(part.all(BLOCK))
        .extracting(block -> block.payload().slice(4, block.payload().remaining() - 4))
        .containsExactly(Samples.frame(1, 200), Samples.frame(3, 10));
    assertThat(part.all(REFERENCE_BLOCK))
        .extracting(reference -> reference.payload().getShort(0))
        .as("only of the second frame, the first is a keyframe")
        .containsExactly((short) -40);
    assertThat(part.all(SIMPLE_BLOCK)).hasSize(1);
  }

  @Test
  void writesBlocksInTheOrderOfTheirTimestamps() {
    packager.add(0, 1040, 1040, 40, false, Samples.frame(1, 200));
    packager.add(1, 1000, 1000, 20, true, Samples.frame(2, 20));
    packager.add(1, 1020, 1020, 20, true, Samples.frame(3, 20));

    EbmlTree part = new EbmlTree(packager.finishPart());

    assertThat(part.one(CLUSTER).size()).isPositive();
    assertThat(part.one(TIMESTAMP).unsigned()).as("with the codec's delay").isEqualTo(1007);
    assertThat(part.all(SIMPLE_BLOCK))
        .extracting(block -> headerOf(block.payload()))
        .containsExactly("track 2 +0 key", "track 2 +20 key", "track 1 +33");
    assertThat(part.all(SIMPLE_BLOCK).get(2).payload().slice(4, 200))
        .isEqualTo(Samples.frame(1, 200));
  }

  private static String headerOf(ByteBuffer block) {
    return "track "
        + (block.get(0) & 0x7f)
        + " +"
        + block.getShort(1)
        + (block.get(3) == (byte) 0x80 ? " key" : "");
  }

  @Test
  void refusesAPartThatExceedsTheRangeOfBlockTimes() {
    packager.add(0, 0, 0, 40, true, Samples.frame(1, 10));
    packager.add(0, 32_768, 32_768, 40, false, Samples.frame(2, 10));

    assertThatThrownBy(packager::finishPart)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a part of 32768 ms does not fit a Cluster, expected at most 32767 ms");
  }

  @Test
  void refusesAnEmptyPart() {
    assertThatThrownBy(packager::finishPart).isInstanceOf(IllegalStateException.class);
  }
}
