package io.framelog.benchmarks;

import io.framelog.media.MediaEventSink;
import io.framelog.media.chunk.ChunkHeader;
import io.framelog.media.chunk.ChunkSink;
import io.framelog.media.chunk.Chunker;
import io.framelog.media.chunk.ChunkerSettings;
import io.framelog.media.chunk.MediaPart;
import io.framelog.media.chunk.StreamEnd;
import io.framelog.media.container.ContainerParser;
import io.framelog.media.container.ParserLimits;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Measures an ingest node's processing of a publisher's bytes between socket and log, on one core.
 *
 * <p>An operation is a frame; {@code bytes} is the publisher's bytes per second. With {@code -prof
 * gc}, {@code gc.alloc.rate.norm} is bytes allocated per frame: the part's array (a frame and about
 * 100 bytes) is the result, the rest is overhead.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ParsePackageChunkBenchmark {
  private static final int SOCKET_READ = 64 * 1024;

  @Param public PublishedStream stream = PublishedStream.MP4;

  private byte[] bytes = {};

  /** Also reports the throughput in bytes. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Counters {
    public long bytes;
  }

  @Setup
  public void publish() {
    bytes = stream.bytes();
  }

  /** Parses the samples only. */
  @Benchmark
  @OperationsPerInvocation(PublishedStream.FRAMES)
  public void parse(Counters counters, Blackhole blackhole) {
    feed(counters, blackhole::consume);
  }

  /** Parses, packages and chunks to complete parts. */
  @Benchmark
  @OperationsPerInvocation(PublishedStream.FRAMES)
  public void parsePackageChunk(Counters counters, Blackhole blackhole) {
    Chunker chunker =
        new Chunker(
            ChunkerSettings.DEFAULT,
            StreamEnd.EMPTY,
            InstantSource.system(),
            new BlackholeSink(blackhole));
    feed(counters, chunker);
    chunker.finish();
  }

  private void feed(Counters counters, MediaEventSink sink) {
    ContainerParser parser = stream.container().parser(ParserLimits.DEFAULT);
    ByteBuffer input = ByteBuffer.wrap(bytes);
    while (input.position() < bytes.length) {
      input.limit(Math.min(input.position() + SOCKET_READ, bytes.length));
      parser.feed(input, sink);
    }
    parser.finish(sink);
    counters.bytes += bytes.length;
  }

  private record BlackholeSink(Blackhole blackhole) implements ChunkSink {
    @Override
    public void chunkStarted(ChunkHeader header) {
      blackhole.consume(header);
    }

    @Override
    public void part(MediaPart part) {
      blackhole.consume(part);
    }

    @Override
    public void notJoinable(String advice) {
      throw new IllegalStateException("the benchmark's stream must be joinable: " + advice);
    }
  }
}
