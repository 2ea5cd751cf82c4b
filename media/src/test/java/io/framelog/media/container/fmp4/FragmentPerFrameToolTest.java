package io.framelog.media.container.fmp4;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.ProbedPacket;
import io.framelog.media.Tool;
import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import io.framelog.media.container.EventListing;
import io.framelog.media.container.ParserFeed;
import io.framelog.media.container.ParserLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares the times that ffmpeg writes with {@code frag_every_frame} with those of its input:
 * while packets are queued in its muxer, it writes the time of the next packet.
 */
class FragmentPerFrameToolTest {
  private static final String SOURCES =
      "-f lavfi -i testsrc2=s=320x180:r=25 -f lavfi -i sine=r=48000 -t 3";
  private static final String X264 = "-c:v libx264 -preset ultrafast -g 25 -pix_fmt yuv420p";
  private static final String FRAGMENTS =
      "-movflags empty_moov+default_base_moof+frag_every_frame -f mp4";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "source.mp4, -x264-params bframes=3 -c:a aac -f mp4",
    "source.ts, -x264-params bframes=0 -c:a libmp3lame -b:a 48k -f mpegts"
  })
  void aCopyHasTheTimesOfItsSource(String name, String muxing) throws Exception {
    // given a file whose audio or video is queued in the muxer
    Path source = folder.resolve(name);
    ffmpeg(SOURCES + " " + X264 + " " + muxing + " " + source);

    // when it is copied as described in the README
    Path copy = folder.resolve("copy.mp4");
    // ffmpeg warns about the times that it has changed itself.
    ffmpeg("-v quiet -i " + source + " -c copy " + FRAGMENTS + " " + copy);
    EventListing read = parse(copy);

    // then the distances between packets are unchanged
    List<ProbedPacket> given = ProbedPacket.of(source);
    for (Track track : read.tracks()) {
      String kind = track.kind().name().toLowerCase(Locale.ROOT);
      List<ProbedPacket> from = given.stream().filter(p -> p.kind().equals(kind)).toList();
      List<EventListing.Line> samples = samplesOf(track, read);
      assertThat(samples).hasSameSizeAs(from);
      // The first packet's time is lost: ffmpeg writes 0 and extends it to the second.
      for (int i = 2; i < samples.size(); i++) {
        long ptsUs = micros(samples.get(i).pts() - samples.get(1).pts(), track);
        long expectedUs = from.get(i).ptsUs().orElseThrow() - from.get(1).ptsUs().orElseThrow();
        assertThat(ptsUs)
            .as("PTS of %s packet %d", kind, i)
            .isBetween(expectedUs - 25, expectedUs + 25);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2", "0"})
  void flushingTheEncoderLeavesNoGap(int bFrames) throws Exception {
    Path file = folder.resolve("encoded.mp4");
    String encoding = X264 + " -x264-params bframes=" + bFrames + " -c:a aac ";
    ffmpeg(SOURCES + " " + encoding + FRAGMENTS + " " + file);

    EventListing read = parse(file);

    Track sound =
        read.tracks().stream().filter(t -> t.kind() == TrackKind.AUDIO).findFirst().orElseThrow();
    List<EventListing.Line> samples = samplesOf(sound, read);
    assertThat(spacing(samples.subList(1, samples.size()))).containsOnly(1024L);
    assertThat(samples.subList(1, samples.size() - 1))
        .extracting(EventListing.Line::duration)
        .containsOnly(1024L);
  }

  private static List<EventListing.Line> samplesOf(Track track, EventListing read) {
    return read.samples().stream().filter(sample -> sample.trackId() == track.id()).toList();
  }

  private static Stream<Long> spacing(List<EventListing.Line> samples) {
    return IntStream.range(1, samples.size())
        .mapToObj(i -> samples.get(i).dts() - samples.get(i - 1).dts());
  }

  private static long micros(long ticks, Track track) {
    return Math.round(ticks * 1e6 / track.timescale());
  }

  private static EventListing parse(Path file) throws Exception {
    return ParserFeed.whole(new Fmp4Parser(ParserLimits.DEFAULT), Files.readAllBytes(file));
  }

  private static void ffmpeg(String arguments) throws Exception {
    Tool.run(("ffmpeg -v error " + arguments).split(" +"));
  }
}
