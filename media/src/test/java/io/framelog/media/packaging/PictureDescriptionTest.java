package io.framelog.media.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.Colour;
import io.framelog.media.DisplayMatrix;
import io.framelog.media.LightLevels;
import io.framelog.media.MediaEvent;
import io.framelog.media.PixelAspect;
import io.framelog.media.PixelCrop;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ContainerParser;
import io.framelog.media.container.DetectedParser;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A written picture description is read back unchanged. */
class PictureDescriptionTest {
  private static final int ONE = 1 << 16;

  private static final LightLevels BT_2020_AT_1000_NITS =
      new LightLevels(
          new LightLevels.Mastering(
              List.of(35_400, 14_600, 8_500, 39_850, 6_550, 2_300, 15_635, 16_450), 10_000_000, 50),
          new LightLevels.Content(1_000, 400));

  static Stream<Arguments> pictures() {
    List<DisplayMatrix> matrices =
        List.of(
            DisplayMatrix.IDENTITY,
            DisplayMatrix.turned(90),
            new DisplayMatrix(-ONE, 0, 0, ONE, 0, 0),
            new DisplayMatrix(ONE, 0, 0, -ONE, 0, 0),
            new DisplayMatrix(0, ONE, ONE, 0, 0, 0),
            new DisplayMatrix(0, -ONE, -ONE, 0, 0, 0));
    List<PixelCrop> crops = List.of(PixelCrop.NONE, new PixelCrop(8, 4, 0, 2));
    List<LightLevels> lights =
        List.of(
            LightLevels.UNKNOWN,
            BT_2020_AT_1000_NITS,
            new LightLevels(null, new LightLevels.Content(1_000, 400)),
            new LightLevels(BT_2020_AT_1000_NITS.mastering(), null));
    List<Arguments> pictures = new ArrayList<>();
    for (Track track : List.of(Samples.VP8, Samples.VP9)) {
      for (PixelAspect aspect : List.of(PixelAspect.UNKNOWN, new PixelAspect(64, 45))) {
        for (int i = 0; i < matrices.size(); i++) {
          VideoFormat picture =
              new VideoFormat(360, 288, 0, aspect, matrices.get(i), Colour.UNKNOWN);
          pictures.add(
              Arguments.of(
                  track,
                  picture.with(false, crops.get(i % crops.size()), lights.get(i % lights.size()))));
          pictures.add(
              Arguments.of(
                  track,
                  picture.with(false, crops.get((i + 1) % crops.size()), lights.get((i + 1) % 4))));
        }
      }
    }
    return pictures.stream();
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void isReadBack(Track track, VideoFormat picture) {
    VideoFormat read = read(written(track.withVideo(picture)), Integer.MAX_VALUE);

    assertThat(read.matrix()).isEqualTo(picture.matrix());
    assertThat(read.crop()).isEqualTo(picture.crop());
    assertThat(read.light()).isEqualTo(picture.light());
    // The display size has whole pixels in WebM.
    assertThat(read.aspect().shownWidth(1000))
        .isBetween(picture.aspect().shownWidth(996), picture.aspect().shownWidth(1004));
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void isReadBackByteByByte(Track track, VideoFormat picture) {
    byte[] file = written(track.withVideo(picture));

    assertThat(read(file, 1)).isEqualTo(read(file, Integer.MAX_VALUE));
  }

  @Test
  void damagedDescriptionsAreRefusedOrIgnored() {
    VideoFormat picture =
        new VideoFormat(360, 288, 0).with(false, new PixelCrop(8, 4, 0, 2), BT_2020_AT_1000_NITS);
    Random random = new Random(7);
    for (Track track : List.of(Samples.VP8, Samples.VP9)) {
      byte[] file = written(track.withVideo(picture));
      for (int times = 0; times < 2_000; times++) {
        byte[] damaged = file.clone();
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        List<VideoFormat> found = new ArrayList<>();
        try {
          parse(damaged, Integer.MAX_VALUE, found);
        } catch (ContainerException | io.framelog.media.codec.CodecException e) {
          assertThat(e).hasMessageContaining(" ");
        }
      }
    }
  }

  private static byte[] written(Track track) {
    Packager packager = Packagers.forTracks(List.of(track));
    packager.add(0, 0, 0, 40, true, ByteBuffer.wrap(new byte[] {0x10, 0, 0, 0, 0, 0}));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(packager.initSegment().bytes().toArray());
    file.writeBytes(packager.finishPart().toArray());
    return file.toByteArray();
  }

  private static VideoFormat read(byte[] file, int slice) {
    List<VideoFormat> found = new ArrayList<>();
    parse(file, slice, found);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static void parse(byte[] file, int slice, List<VideoFormat> found) {
    ContainerParser parser = DetectedParser.of(file);
    for (int at = 0; at < file.length; at += Math.min(slice, file.length - at)) {
      parser.feed(
          ByteBuffer.wrap(file, at, Math.min(slice, file.length - at)),
          event -> {
            if (event instanceof MediaEvent.TracksFound tracks) {
              tracks.tracks().stream()
                  .map(Track::video)
                  .filter(video -> video != null)
                  .forEach(found::add);
            }
          });
    }
  }
}
