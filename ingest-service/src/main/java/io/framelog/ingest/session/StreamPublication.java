package io.framelog.ingest.session;

import io.framelog.controlplane.ChunkLimit;
import io.framelog.ingest.IngestSettings;
import io.framelog.ingest.publish.RecordAppender;
import io.framelog.ingest.publish.TrackInfos;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.log.IgnoredTrackInfo;
import io.framelog.log.LogRecord;
import io.framelog.log.SessionLog;
import io.framelog.log.StreamId;
import io.framelog.media.MediaEvent;
import io.framelog.media.chunk.AudioChoice;
import io.framelog.media.chunk.Chunker;
import io.framelog.media.chunk.ChunkerCounts;
import io.framelog.media.chunk.ChunkerSettings;
import io.framelog.media.chunk.StreamEnd;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** A publisher's hold on a stream, from a successful claim to its end or loss. One thread. */
final class StreamPublication implements RecordAppender.AppendListener {
  private static final Logger LOG = Logger.getLogger(StreamPublication.class);

  private final SessionLog log;
  private final ClaimListener claim;
  private final Chunker chunker;
  private final SessionMeter meter;
  private final StreamAnnouncer announcer;
  private final PublishedStream description;
  private final StreamMeter streamMeter;
  private final GopWatch gops;
  private final InstantSource clock;
  private final IgnoredTracksReport ignoredTracks;
  private final long claimedAtNanos;
  private ChunkerCounts counted = new ChunkerCounts(0, 0, 0, 0, 0, 0);
  private boolean ended;

  StreamPublication(
      SessionLog log,
      ClaimListener claim,
      SessionEnvironment environment,
      Source source,
      AudioChoice audio,
      ChunkLimit gop,
      long nowNanos) {
    this.log = log;
    this.claim = claim;
    this.meter = environment.meter();
    this.announcer = environment.announcer();
    this.description =
        new PublishedStream(
            log, environment.node().value(), source.kind(), gop, environment.clock());
    this.streamMeter = meter.stream(log.stream());
    this.gops = new GopWatch(gop, streamMeter);
    this.clock = environment.clock();
    this.claimedAtNanos = nowNanos;
    this.chunker =
        new Chunker(
            chunks(environment.settings(), gop),
            audio,
            new StreamEnd(log.nextChunk(), log.nextDisc(), log.endUs()),
            environment.clock(),
            new RecordAppender(log, this::ignoredTracks, this));
    this.ignoredTracks =
        new IgnoredTracksReport(
            log,
            source,
            chunker,
            clock,
            ignored -> {
              description.ignoredTracks(ignored);
              announceLive();
            });
  }

  /** Chunks of several GOPs must not exceed what is kept for viewers who join. */
  private static ChunkerSettings chunks(IngestSettings settings, ChunkLimit limit) {
    ChunkerSettings chunks =
        ChunkerSettings.withPartDuration(settings.partDuration().toNanos() / 1000);
    return chunks.withChunks(
        Math.min(settings.chunkDuration().toNanos() / 1000, limit.durationUs() / 2),
        Math.min(chunks.chunkBytes(), limit.bytes() / 2));
  }

  StreamId stream() {
    return log.stream();
  }

  /** The session's number. */
  long session() {
    return log.session();
  }

  boolean isOf(ClaimListener other) {
    return claim == other;
  }

  boolean isOf(String stream, long session) {
    return log.stream().value().equals(stream) && log.session() == session;
  }

  /** Whether the log currently requires the source to be paused. */
  boolean isUnderPressure() {
    return claim.isUnderPressure();
  }

  /** When the stream was claimed, {@link io.framelog.ingest.source.EventLoop#nanoTime()}. */
  long claimedAtNanos() {
    return claimedAtNanos;
  }

  void announceLive() {
    announcer.streamChanged(description.live());
  }

  void on(MediaEvent event) {
    if (event instanceof MediaEvent.SampleRead) {
      ignoredTracks.report();
      meter.sampleRead();
      streamMeter.sampleRead();
    } else if (!(event instanceof MediaEvent.SamplesAnnounced)) {
      ignoredTracks.mayHaveChanged();
    }
    chunker.on(event);
  }

  private List<IgnoredTrackInfo> ignoredTracks() {
    return TrackInfos.ofIgnored(chunker.ignoredTracks());
  }

  /** Reports the tracks that are ignored, if they have changed. */
  void reportIgnoredTracks() {
    ignoredTracks.report();
  }

  void tick() {
    chunker.tick();
    ignoredTracks.tick();
    count();
  }

  /** Reports what the chunker has counted since the last call. */
  private void count() {
    ChunkerCounts now = chunker.counts();
    if (now.timesJumped() > counted.timesJumped()) {
      streamMeter.timesJumped(now.timesJumped() - counted.timesJumped());
    }
    if (now.timesRepaired() > counted.timesRepaired()) {
      streamMeter.timesRepaired(now.timesRepaired() - counted.timesRepaired());
    }
    if (now.silentFrames() > counted.silentFrames()) {
      streamMeter.silentFrames(now.silentFrames() - counted.silentFrames());
    }
    counted = now;
  }

  void bytesRead(int bytes) {
    streamMeter.bytesRead(bytes);
  }

  /** The bytes in flight have reached their bound. */
  void paused() {
    streamMeter.paused();
  }

  /**
   * The log accepts no more records of this session, so it is announced as ended. A publisher that
   * has taken over the stream announces a higher session.
   */
  void lose(SourceEnd because) {
    count();
    streamMeter.close();
    announceEnded(because.text());
  }

  /** Flushes the chunker and ends the session in the log. */
  CompletionStage<Void> end(String reason) {
    try {
      chunker.finish();
    } catch (RuntimeException e) {
      LOG.warnf("last part lost: %s stream=%s session=%d", e, log.stream(), log.session());
    }
    count();
    streamMeter.close();
    return log.end(reason);
  }

  /** Announces once to the control plane that the session has ended. */
  void announceEnded(String reason) {
    if (!ended) {
      ended = true;
      announcer.streamChanged(description.ended(reason));
    }
  }

  @Override
  public void headerAppended(LogRecord.Header header) {
    meter.chunkStarted();
    gops.header(header);
    if (description.update(header)) {
      ignoredTracks.mayHaveChanged();
      LOG.infof(
          "stream has a new header stream=%s session=%d chunk=%d mime=\"%s\"",
          log.stream(), log.session(), header.chunk(), header.mime());
      announceLive();
    }
  }

  @Override
  public void partAppended(LogRecord.Part part) {
    meter.partAppended(part.data().remaining());
    gops.part(part, clock.millis())
        .ifPresent(
            advice -> {
              description.longGops(advice);
              LOG.warnf("%s stream=%s session=%d", advice, log.stream(), log.session());
              announceLive();
            });
  }

  @Override
  public void notJoinable(String advice) {
    description.notJoinable(advice);
    LOG.warnf(
        "viewers cannot join this stream later than its start: %s stream=%s session=%d",
        advice, log.stream(), log.session());
    announceLive();
  }
}
