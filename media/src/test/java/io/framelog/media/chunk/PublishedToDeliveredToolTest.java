package io.framelog.media.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.ProbedPacket;
import io.framelog.media.SentTimes;
import io.framelog.media.Tool;
import io.framelog.media.container.ContainerParser;
import io.framelog.media.container.DetectedParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sends real samples through parser and chunker, and checks the output with ffmpeg. */
class PublishedToDeliveredToolTest {
  private static final StreamEnd LATER = new StreamEnd(7, 2, 12_345_678);

  private final Path folder;

  PublishedToDeliveredToolTest(@TempDir Path folder) {
    this.folder = folder;
  }

  static List<Path> samples() throws IOException {
    try (Stream<Path> mp4 = Files.list(Path.of("src/test/samples/mp4"));
        Stream<Path> mkv = Files.list(Path.of("src/test/samples-mkv"))) {
      return Stream.concat(mp4, mkv).filter(PublishedToDeliveredToolTest::isLive).sorted().toList();
    }
  }

  /** Plain MP4 is not a live format; ffprobe reads only the first header of a restarted one. */
  private static boolean isLive(Path file) {
    String name = file.getFileName().toString();
    return name.matches(".*\\.(mp4|webm|mkv)")
        && !name.startsWith("plain")
        && !name.equals("restarted.mp4");
  }

  /** Chromium's H.264 is a byte stream, which the parser converts. */
  static List<Path> samplesCarriedAsTheyAre() throws IOException {
    return samples().stream().filter(path -> !path.endsWith("chromium-h264.webm")).toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void ffmpegAcceptsTheStreamFromEachChunkOn(Path sample) throws Exception {
    RecordingChunkSink sink = chunks(sample, StreamEnd.EMPTY);
    for (int chunk = 0; chunk < sink.headers.size(); chunk++) {
      Path file = write(sink.from(chunk));
      // Frames may be closer than the guessed frame rate: times are not rounded to it.
      Tool.run(
          "ffmpeg",
          "-v",
          "error",
          "-xerror",
          "-i",
          file.toString(),
          "-enc_time_base",
          "-1",
          "-f",
          "null",
          "-");
    }
    assertThat(sink.parts).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("samplesCarriedAsTheyAre")
  void deliversThePublishedPackets(Path sample) throws Exception {
    List<ProbedPacket> published = ProbedPacket.of(sample);
    for (StreamEnd end : List.of(StreamEnd.EMPTY, LATER)) {
      Path file = write(chunks(sample, end).from(0));
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

  /** Delivered minus published time of each packet, PTS and DTS. */
  private static LongStream shifts(
      List<ProbedPacket> published, List<ProbedPacket> delivered, String kind) {
    List<ProbedPacket> from = published.stream().filter(p -> p.kind().equals(kind)).toList();
    List<ProbedPacket> to = delivered.stream().filter(p -> p.kind().equals(kind)).toList();
    LongStream.Builder shifts = LongStream.builder();
    boolean timed = from.stream().allMatch(packet -> packet.dtsUs().isPresent());
    long[] late =
        timed
            ? SentTimes.lateness(
                from.stream().mapToLong(packet -> packet.dtsUs().getAsLong()).toArray(), 1)
            : new long[from.size()];
    for (int i = 0; i < from.size(); i++) {
      if (from.get(i).ptsUs().isPresent()) {
        shifts.add(to.get(i).ptsUs().orElseThrow() - from.get(i).ptsUs().getAsLong() + late[i]);
      }
      if (from.get(i).dtsUs().isPresent()) {
        shifts.add(to.get(i).dtsUs().orElseThrow() - from.get(i).dtsUs().getAsLong() + late[i]);
      }
    }
    return shifts.build();
  }

  private Path write(byte[] bytes) throws Exception {
    return Files.write(Files.createTempFile(folder, "joined", ".media"), bytes);
  }

  private static RecordingChunkSink chunks(Path sample, StreamEnd end) throws IOException {
    RecordingChunkSink sink = new RecordingChunkSink();
    Chunker chunker = new Chunker(ChunkerSettings.DEFAULT, end, InstantSource.system(), sink);
    byte[] bytes = Files.readAllBytes(sample);
    ContainerParser parser = DetectedParser.of(bytes);
    parser.feed(ByteBuffer.wrap(bytes), chunker);
    parser.finish(chunker);
    chunker.finish();
    return sink;
  }
}
