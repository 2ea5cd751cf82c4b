package io.framelog.worker.demux;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.chunk.ChunkHeader;
import io.framelog.media.chunk.ChunkSink;
import io.framelog.media.chunk.Chunker;
import io.framelog.media.chunk.ChunkerCounts;
import io.framelog.media.chunk.ChunkerSettings;
import io.framelog.media.chunk.MediaPart;
import io.framelog.media.chunk.StreamEnd;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Transport streams with pauses, written by the machine's ffmpeg and demuxed faster than real time.
 */
class PausedTransportStreamTest {
  private static final String SOUND_PAUSES =
      "-f lavfi -i testsrc2=s=160x90:r=25:d=30 -f lavfi -i sine=r=48000:d=30"
          + " -af aselect='not(between(t\\,5\\,18))'";
  private static final String ALL_PAUSES =
      "-f lavfi -i testsrc2=s=160x90:r=25:d=14 -f lavfi -i sine=r=48000:d=14"
          + " -vf setpts='PTS+if(gte(N\\,130)\\,15/TB\\,0)'"
          + " -af asetpts='PTS+if(gte(T\\,5.2)\\,15/TB\\,0)' -fps_mode passthrough";
  private static final String ENCODED =
      " -c:v libx264 -preset ultrafast -x264-params bframes=2 -g 50 -pix_fmt yuv420p -c:a aac"
          + " -f mpegts ";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {SOUND_PAUSES, ALL_PAUSES})
  void preservesAPauseWithoutLosingSamples(String arguments) throws Exception {
    Path sent = folder.resolve("sent.ts");
    run("ffmpeg -v error -nostdin -y " + arguments.replace("'", "") + ENCODED + sent);

    Chunks chunks = new Chunks();
    InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    Chunker chunker = new Chunker(ChunkerSettings.DEFAULT, StreamEnd.EMPTY, clock, chunks);
    Demuxed.into(chunker, "mpegts", Files.newInputStream(sent));
    chunker.finish();

    assertThat(chunker.counts()).isEqualTo(new ChunkerCounts(0, 0, 0, 0, 0, 0));
    Path got = Files.write(folder.resolve("got.mp4"), chunks.bytes.toByteArray());
    List<Double> shifts = new ArrayList<>();
    for (String kind : List.of("v", "a")) {
      List<Double> published = times(sent, kind);
      List<Double> delivered = times(got, kind);
      assertThat(delivered).as(kind).hasSameSizeAs(published);
      for (int i = 0; i < published.size(); i++) {
        shifts.add(delivered.get(i) - published.get(i));
      }
    }
    DoubleSummaryStatistics all = shifts.stream().mapToDouble(shift -> shift).summaryStatistics();
    assertThat(all.getMax() - all.getMin()).as("seconds within a tick").isLessThan(0.001);
  }

  /** Presentation times of the packets of a kind, s, in file order. */
  private static List<Double> times(Path file, String kind) throws Exception {
    return run("ffprobe -v error -select_streams "
            + kind
            + " -show_entries packet=pts_time -of csv=p=0 "
            + file)
        .lines()
        .map(line -> line.replaceAll(",.*", ""))
        .filter(line -> !line.isBlank())
        .map(Double::valueOf)
        .toList();
  }

  private static String run(String command) throws Exception {
    Process process = new ProcessBuilder(command.split(" +")).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  /** The stream of a viewer that has the first header and all parts. */
  private static final class Chunks implements ChunkSink {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void chunkStarted(ChunkHeader header) {
      if (bytes.size() == 0) {
        bytes.writeBytes(header.initSegment().bytes().toArray());
      }
    }

    @Override
    public void part(MediaPart part) {
      bytes.writeBytes(part.bytes().toArray());
    }

    @Override
    public void notJoinable(String advice) {}
  }
}
