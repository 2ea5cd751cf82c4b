package io.framelog.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.log.TrackInfo;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Colour;
import io.framelog.media.DisplayMatrix;
import io.framelog.media.PixelAspect;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.chunk.ChunkHeader;
import io.framelog.media.packaging.InitSegment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackInfosTest {
  @ParameterizedTest(name = "frames of {0} ns: {1}")
  @CsvSource({
    "66666666, 15.0", // 15.000000150000002
    "16666667, 60.0",
    "33366667, 29.97",
    "41708333, 23.976",
    "3600000000000,", // one in an hour
    "0,"
  })
  void roundsTheFrameRateToThreeDecimals(long frameNs, @Nullable Double told) {
    double rate = frameNs == 0 ? 0 : 1e9 / frameNs;

    assertThat(told(new VideoFormat(64, 48, rate)).frameRate()).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({"64, 45, 64:45", "128, 90, 64:45", "1, 1, 1:1", "0, 0,"})
  void describesThePixelAspectRatio(int horizontal, int vertical, @Nullable String told) {
    VideoFormat picture = picture(PixelAspect.of(horizontal, vertical), DisplayMatrix.IDENTITY);

    assertThat(told(picture).pixelAspectRatio()).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({"0,", "90, 90", "180, 180", "270, 270", "-90, 270", "359.8,"})
  void describesTheClockwiseRotation(double degrees, @Nullable Integer told) {
    TrackInfo upright = told(picture(PixelAspect.UNKNOWN, DisplayMatrix.turned(degrees)));
    TrackInfo mirrored =
        told(picture(PixelAspect.UNKNOWN, DisplayMatrix.turnedAndMirrored(degrees)));

    assertThat(upright.rotation()).isEqualTo(told);
    assertThat(upright.mirrored()).isNull();
    assertThat(mirrored.rotation()).isEqualTo(told);
    assertThat(mirrored.mirrored()).isTrue();
  }

  private static VideoFormat picture(PixelAspect aspect, DisplayMatrix matrix) {
    return new VideoFormat(720, 576, 25, aspect, matrix, Colour.UNKNOWN);
  }

  private static TrackInfo told(VideoFormat picture) {
    Track track = new Track(1, Codec.VP8, Bytes.EMPTY, 1000, 0, picture, null, "und");
    ChunkHeader header =
        new ChunkHeader(
            0,
            0,
            new InitSegment("video/webm; codecs=\"vp8\"", Bytes.EMPTY),
            List.of("vp8"),
            List.of(track),
            0,
            0);
    return TrackInfos.of(header).get(0);
  }
}
