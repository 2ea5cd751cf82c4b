package io.framelog.ingest.session;

import io.framelog.controlplane.ChunkLimit;
import io.framelog.controlplane.NodeId;
import io.framelog.controlplane.StreamLimits;
import io.framelog.controlplane.StreamState;
import io.framelog.ingest.IngestSettings;
import io.framelog.ingest.PublisherLimits;
import io.framelog.ingest.demux.Demuxer;
import io.framelog.ingest.demux.ParserDemuxer;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.transcode.ScriptedWorkers;
import io.framelog.ingest.transcode.SoundSettings;
import io.framelog.ingest.transcode.SoundTranscoding;
import io.framelog.ingest.transcode.TranscodeSettings;
import io.framelog.ingest.transcode.Transcoders;
import io.framelog.ingest.worker.WorkerSettings;
import io.framelog.log.StreamId;
import io.framelog.media.container.ParserLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One session with its environment in memory. */
final class SessionRig implements SessionMeter, StreamAnnouncer {
  final ManualEventLoop loop = new ManualEventLoop();
  final RecordingSource source = new RecordingSource();
  final MemoryLogWriter writer = new MemoryLogWriter();
  final List<StreamState> states = new ArrayList<>();
  final List<PauseReason> pauses = new ArrayList<>();
  final List<EndReason> ends = new ArrayList<>();
  final List<String> figures = new ArrayList<>();
  PublisherLimits limits =
      new PublisherLimits(
          0, Duration.ofSeconds(10), 1 << 20, 16, new ChunkLimit(1 << 20, 30_000_000));
  IngestSettings.ConnectionRates rates = new IngestSettings.ConnectionRates(0, 0);
  IngestSettings.StreamBounds streams = new IngestSettings.StreamBounds(0, 0, 0);
  StreamLimits streamLimits = StreamLimits.NONE;
  boolean transcode;

  /** Whether the demuxer is still starting. */
  boolean starting;

  final ScriptedWorkers workers = new ScriptedWorkers();
  Duration wallClock = Duration.ZERO;
  int headerless = 100;
  int perAddress;
  int appendFailures;
  int claimRetries;
  int samples;

  private IngestSettings settings(int maxConnections) {
    return new IngestSettings(
        "127.0.0.1",
        0,
        new StreamId("live"),
        Duration.ZERO,
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        Duration.ofSeconds(20),
        new IngestSettings.ConnectionBounds(maxConnections, headerless, perAddress),
        rates,
        streams,
        limits,
        new ParserLimits(1 << 20, 1 << 20, 16, 1000),
        3,
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        new WorkerSettings(2, Duration.ofSeconds(30), Duration.ofSeconds(10), false),
        new TranscodeSettings(transcode, 2));
  }

  SessionEnvironment environment(@Nullable String title, StreamRules rules) {
    source.entitle(title);
    InstantSource clock = () -> Instant.parse("2026-11-21T10:00:00Z").plus(wallClock);
    return new SessionEnvironment(
        new NodeId("node-1"),
        settings(2),
        writer,
        new NewStreams(streams, writer::streams, loop::nanoTime),
        new StreamRules() {
          @Override
          public boolean keeps(StreamId stream, SessionOwner owner) {
            return rules.keeps(stream, owner);
          }

          @Override
          public StreamLimits limits(StreamId stream) {
            return streamLimits;
          }
        },
        new PublishersHere(new NodeId("node-1")),
        this,
        this,
        new RejectionLog(clock),
        this::demuxer,
        new Transcoders(new TranscodeSettings(transcode, 2), workers),
        clock);
  }

  /** The transcoding of a session whose audio is carried as it is. */
  SoundTranscoding noSound() {
    return new SoundTranscoding(
        new Transcoders(new TranscodeSettings(false, 0), workers),
        loop,
        ParserLimits.DEFAULT,
        tracks -> SoundSettings.NONE,
        event -> {},
        Runnable::run,
        "tcp:192.0.2.1:50000");
  }

  Demuxer demuxer(Demuxer.Context context) {
    return new ParserDemuxer(context, source::parser) {
      @Override
      public boolean isStarting() {
        return starting;
      }
    };
  }

  PublisherSession session(@Nullable String title) {
    return new PublisherSession(
        environment(title, (stream, owner) -> false),
        source,
        loop,
        Optional::empty,
        null,
        this::demuxer);
  }

  /** A session that publishes as number 100, with one keyframe in its log. */
  PublisherSession publishing() {
    PublisherSession session = session("cam1");
    session.onBytes(ScriptedParser.bytes("tK"));
    writer.claims.get(0).grant(100);
    loop.run();
    return session;
  }

  @Override
  public void bytesRead(int bytes) {}

  @Override
  public void sampleRead() {
    samples++;
  }

  @Override
  public void chunkStarted() {}

  @Override
  public void partAppended(int bytes) {}

  @Override
  public void paused(PauseReason reason) {
    pauses.add(reason);
  }

  @Override
  public StreamMeter stream(StreamId stream) {
    return new NotedStreamMeter(figures);
  }

  @Override
  public void appendFailed() {
    appendFailures++;
  }

  @Override
  public void claimedAgain() {
    claimRetries++;
  }

  @Override
  public void ended(EndReason reason) {
    ends.add(reason);
  }

  @Override
  public void streamChanged(StreamState state) {
    states.add(state);
  }
}
