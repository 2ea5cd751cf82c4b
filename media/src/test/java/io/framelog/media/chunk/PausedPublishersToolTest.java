package io.framelog.media.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.ProbedPacket;
import io.framelog.media.Tool;
import io.framelog.media.container.ContainerParser;
import io.framelog.media.container.DetectedParser;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files written by ffmpeg with pauses, and with audio before the video, sent faster than real time.
 */
class PausedPublishersToolTest {
  private static final String PICTURE = "-f lavfi -i testsrc2=s=160x90:r=25:d=";
  private static final String SOUND = " -f lavfi -i sine=r=48000:d=";
  private static final String X264 =
      " -c:v libx264 -preset ultrafast -x264-params bframes=2 -g 50 -pix_fmt yuv420p";

  /**
   * As in the README, and with the times of the first packets, which ffmpeg would otherwise change.
   */
  private static final String FRAGMENTED =
      " -f mp4 -movflags empty_moov+default_base_moof+delay_moov ";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "matroska, -f matroska",
    "fragments, -frag_duration 2000000",
    "fragments, -frag_duration 60000000"
  })
  void audioPausesWhileVideoContinues(String container, String muxing) throws Exception {
    assertAllIsDelivered(
        make(
            container,
            PICTURE + "30" + SOUND + "30 -af aselect='not(between(t,5,18))'" + X264 + " -c:a aac",
            muxing));
  }

  @ParameterizedTest
  @CsvSource({
    "matroska, -f matroska",
    "fragments, -frag_duration 2000000",
    "fragments, -frag_duration 60000000"
  })
  void allTracksPauseInTheMiddleOfAGop(String container, String muxing) throws Exception {
    assertAllIsDelivered(
        make(
            container,
            PICTURE
                + "14"
                + SOUND
                + "14 -vf setpts='PTS+if(gte(N,130),15/TB,0)'"
                + " -af asetpts='PTS+if(gte(T,5.2),15/TB,0)' -fps_mode passthrough"
                + X264
                + " -c:a aac",
            muxing));
  }

  @ParameterizedTest
  @CsvSource({"matroska, -f matroska", "fragments, -frag_duration 2000000"})
  void videoHasAFrameEveryFifteenSeconds(String container, String muxing) throws Exception {
    assertAllIsDelivered(
        make(
            container,
            "-f lavfi -i testsrc2=s=160x90:r=1/15:d=61"
                + SOUND
                + "61 -c:v libx264 -preset ultrafast -g 1 -bf 0 -pix_fmt yuv420p -c:a aac",
            muxing));
  }

  @ParameterizedTest
  @CsvSource({
    "1.6, -frag_duration 2000000",
    "3.1, -frag_duration 2000000",
    "1.6, -frag_duration 10000000",
    "0.5, -movflags +frag_keyframe",
    "1.6, -movflags +frag_every_frame"
  })
  void audioBeforeTheVideoIsInTheSameFragment(String lateS, String fragments) throws Exception {
    Path picture = make("mp4", PICTURE + "8" + X264, "-f mp4");
    Path sound = make("mp4", SOUND.strip() + "8 -c:a aac", "-f mp4");

    assertAllIsDelivered(
        make(
            "fragments",
            "-itsoffset " + lateS + " -i " + picture + " -i " + sound + " -c copy",
            fragments));
  }

  private Path make(String container, String arguments, String muxing) throws Exception {
    Path file = Files.createTempFile(folder, "sent", "." + container);
    String flags = container.equals("fragments") ? FRAGMENTED : " ";
    String command = "ffmpeg -v error -nostdin -y " + arguments + flags + muxing + " " + file;
    // The quotes keep commas within an expression.
    Tool.run(command.replace("'", "").replace(",", "\\,").split(" +"));
    return file;
  }

  /** Every packet once, in order, all shifted by the same time. */
  private void assertAllIsDelivered(Path sent) throws Exception {
    RecordingChunkSink sink = new RecordingChunkSink();
    InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    Chunker chunker = new Chunker(ChunkerSettings.DEFAULT, StreamEnd.EMPTY, clock, sink);
    byte[] bytes = Files.readAllBytes(sent);
    ContainerParser parser = DetectedParser.of(bytes);
    parser.feed(ByteBuffer.wrap(bytes), chunker);
    parser.finish(chunker);
    chunker.finish();
    Path got = Files.write(folder.resolve("got"), sink.from(0));

    assertThat(chunker.counts()).isEqualTo(new ChunkerCounts(0, 0, 0, 0, 0, 0));
    List<ProbedPacket> published = ProbedPacket.of(sent);
    List<ProbedPacket> delivered = ProbedPacket.of(got);
    List<Long> shifts = new ArrayList<>();
    for (String kind : List.of("video", "audio")) {
      List<ProbedPacket> from = ofKind(published, kind);
      List<ProbedPacket> to = ofKind(delivered, kind);
      assertThat(to).extracting(ProbedPacket::hash).isEqualTo(hashes(from));
      for (int i = 0; i < from.size(); i++) {
        shifts.add(to.get(i).ptsUs().orElseThrow() - from.get(i).ptsUs().orElseThrow());
      }
    }
    LongSummaryStatistics all = shifts.stream().mapToLong(shift -> shift).summaryStatistics();
    assertThat(all.getMax() - all.getMin()).as("µs within a tick").isLessThan(2_001);
  }

  private static List<ProbedPacket> ofKind(List<ProbedPacket> packets, String kind) {
    return packets.stream().filter(packet -> packet.kind().equals(kind)).toList();
  }

  private static List<String> hashes(List<ProbedPacket> packets) {
    return packets.stream().map(ProbedPacket::hash).toList();
  }
}
