package io.framelog.media.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.ProbedPacket;
import io.framelog.media.Tool;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.container.mkv.MatroskaParser;
import io.framelog.media.container.mkv.MatroskaSamples;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real samples through parser and chunker, judged by ffmpeg. */
class MatroskaToChunksToolTest {
  private static final StreamEnd LATER = new StreamEnd(7, 2, 12_345_678);

  private final Path folder;

  MatroskaToChunksToolTest(@TempDir Path folder) {
    this.folder = folder;
  }

  static List<String> samples() {
    return MatroskaSamples.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void ffmpegTakesWhatAnyJoinerGets(String name) throws Exception {
    RecordingChunkSink sink = chunks(name, StreamEnd.EMPTY);
    for (int chunk = 0; chunk < sink.headers.size(); chunk++) {
      Path file = write(sink.from(chunk));
      Tool.run("ffmpeg", "-v", "error", "-xerror", "-i", file.toString(), "-f", "null", "-");
    }
    assertThat(sink.parts).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void packetsAreThosePublished(String name) throws Exception {
    List<ProbedPacket> published = ProbedPacket.of(MatroskaSamples.path(name));
    for (StreamEnd end : List.of(StreamEnd.EMPTY, LATER)) {
      Path file = write(chunks(name, end).from(0));
      List<ProbedPacket> delivered = ProbedPacket.of(file);
      for (String kind : List.of("video", "audio")) {
        assertThat(contents(delivered, kind)).isEqualTo(contents(published, kind));
      }
      LongStream shifts = shifts(published, delivered, "video");
      LongStream all = LongStream.concat(shifts, shifts(published, delivered, "audio"));
      var spread = all.summaryStatistics();
      assertThat(spread.getMax() - spread.getMin()).as("µs within one tick").isLessThan(2_001);
    }
  }

  private static List<String> contents(List<ProbedPacket> packets, String kind) {
    return packets.stream()
        .filter(packet -> packet.kind().equals(kind))
        .map(packet -> packet.size() + " " + packet.hash())
        .toList();
  }

  /** Delivered less published time of each packet, PTS and DTS. */
  private static LongStream shifts(
      List<ProbedPacket> published, List<ProbedPacket> delivered, String kind) {
    List<ProbedPacket> from = published.stream().filter(p -> p.kind().equals(kind)).toList();
    List<ProbedPacket> to = delivered.stream().filter(p -> p.kind().equals(kind)).toList();
    LongStream.Builder shifts = LongStream.builder();
    for (int i = 0; i < from.size(); i++) {
      if (from.get(i).ptsUs().isPresent()) {
        shifts.add(to.get(i).ptsUs().orElseThrow() - from.get(i).ptsUs().getAsLong());
      }
      if (from.get(i).dtsUs().isPresent()) {
        shifts.add(to.get(i).dtsUs().orElseThrow() - from.get(i).dtsUs().getAsLong());
      }
    }
    return shifts.build();
  }

  private Path write(byte[] bytes) throws Exception {
    return Files.write(Files.createTempFile(folder, "joined", ".media"), bytes);
  }

  private static RecordingChunkSink chunks(String name, StreamEnd end) {
    RecordingChunkSink sink = new RecordingChunkSink();
    Chunker chunker = new Chunker(ChunkerSettings.DEFAULT, end, InstantSource.system(), sink);
    MatroskaParser parser = new MatroskaParser(ParserLimits.DEFAULT);
    parser.feed(ByteBuffer.wrap(MatroskaSamples.read(name)), chunker);
    parser.finish(chunker);
    chunker.finish();
    return sink;
  }
}
