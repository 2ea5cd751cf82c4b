package io.framelog.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.control.TrackInfo;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
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
  void roundsTheFrameRateSanely(long frameNs, @Nullable Double told) {
    double rate = frameNs == 0 ? 0 : 1e9 / frameNs;
    Track track =
        new Track(1, Codec.VP8, Bytes.EMPTY, 1000, 0, new VideoFormat(64, 48, rate), null, "und");
    ChunkHeader header =
        new ChunkHeader(
            0,
            0,
            new InitSegment("video/webm; codecs=\"vp8\"", Bytes.EMPTY),
            List.of("vp8"),
            List.of(track),
            0,
            0);

    assertThat(TrackInfos.of(header)).extracting(TrackInfo::frameRate).containsExactly(told);
  }
}
