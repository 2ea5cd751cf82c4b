package io.framelog.media.container.mkv;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.ProbedPacket;
import io.framelog.media.Track;
import io.framelog.media.container.EventListing;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares our parsing of the samples with ffprobe's, packet by packet. */
class MatroskaFfprobeToolTest {
  static List<String> samples() {
    return MatroskaSamples.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void readsTheSamePacketsAsFfprobe(String name) throws Exception {
    EventListing ours = MatroskaFeed.whole(MatroskaSamples.read(name));
    List<ProbedPacket> theirs = ProbedPacket.of(MatroskaSamples.path(name));

    assertThat(ours.samples()).hasSameSizeAs(theirs);
    for (int i = 0; i < theirs.size(); i++) {
      EventListing.Line sample = ours.samples().get(i);
      Track track =
          ours.tracks().stream().filter(t -> t.id() == sample.trackId()).findFirst().orElseThrow();
      ProbedPacket packet = theirs.get(i);
      assertThat(track.kind().name()).isEqualToIgnoringCase(packet.kind());
      assertThat(sample.size()).isEqualTo(packet.size());
      assertThat(micros(sample.pts(), track)).as("PTS of %d", i).isEqualTo(packet.ptsUs());
      if (packet.dtsUs().isPresent()) {
        assertThat(micros(sample.dts(), track)).as("DTS of %d", i).isEqualTo(packet.dtsUs());
      }
    }
  }

  private static OptionalLong micros(long ticks, Track track) {
    return OptionalLong.of(ticks * 1_000_000 / track.timescale());
  }
}
