package io.framelog.ingest;

import io.framelog.controlplane.ChunkLimit;
import io.framelog.ingest.transcode.TranscodeSettings;
import io.framelog.ingest.worker.WorkerSettings;
import io.framelog.log.StreamId;
import io.framelog.media.container.ParserLimits;
import io.framelog.security.web.OriginPolicy;
import java.time.Duration;

/**
 * The values of {@link IngestConfig}, which were checked before the start.
 *
 * @param partDuration 0..10 s
 * @param chunkDuration 0..6 s
 * @param connections limits on concurrent connections
 * @param publisher what one publisher may send
 * @param limits what the parsers of one publisher may hold
 * @param claimAttempts at least 1
 * @param takeoverHold 0..1 hour
 */
public record IngestSettings(
    String tcpHost,
    int tcpPort,
    StreamId defaultStream,
    Duration partDuration,
    Duration chunkDuration,
    Duration idleTimeout,
    Duration headerTimeout,
    ConnectionBounds connections,
    ConnectionRates connectionRates,
    StreamBounds streams,
    PublisherLimits publisher,
    ParserLimits limits,
    int claimAttempts,
    Duration takeoverHold,
    Duration endTimeout,
    WorkerSettings workers,
    TranscodeSettings transcode) {
  /**
   * Connections at a time.
   *
   * @param publishers those that sent a complete container header, at least 1
   * @param headerless those that have not sent one yet, at least 1
   * @param perAddress both, from one address; 0 for any number
   */
  public record ConnectionBounds(int publishers, int headerless, int perAddress) {}

  /**
   * Connections a second; 0 for any number.
   *
   * @param perAddress from one address
   * @param perNode in total
   */
  public record ConnectionRates(int perAddress, int perNode) {}

  /**
   * Limits on streams; 0 for any number.
   *
   * @param most streams with a log in the cluster
   * @param newPerAddress new ones a minute from one address
   * @param newPerNode new ones a minute on this node
   */
  public record StreamBounds(int most, int newPerAddress, int newPerNode) {
    /** Whether any bound is set. */
    public boolean any() {
      return most > 0 || newPerAddress > 0 || newPerNode > 0;
    }
  }

  /** Reads valid values. */
  public static IngestSettings from(IngestConfig config) {
    IngestConfig.Limits limits = config.limits();
    IngestConfig.Workers workers = config.workers();
    return new IngestSettings(
        config.tcp().host(),
        config.tcp().port(),
        new StreamId(config.defaultStream()),
        config.partDuration(),
        config.chunkDuration(),
        config.idleTimeout(),
        config.headerTimeout(),
        new ConnectionBounds(
            config.maxConnections(),
            config.headerlessConnections(),
            config.connectionsPerAddress()),
        new ConnectionRates(
            config.connectionRate().perAddress(), config.connectionRate().perNode()),
        new StreamBounds(
            limits.streams(), config.newStreams().perAddress(), config.newStreams().perNode()),
        new PublisherLimits(
            limits.bitrate(),
            limits.bitrateWindow(),
            limits.headerBytes(),
            limits.tracks(),
            new ChunkLimit(limits.gopBytes(), limits.gopDuration().toNanos() / 1000)),
        new ParserLimits(
            limits.headerBytes(),
            limits.sampleBytes(),
            limits.tracks(),
            limits.samplesPerFragment()),
        config.claimAttempts(),
        config.takeoverHold(),
        config.endTimeout(),
        new WorkerSettings(
            workers.max(), workers.startTimeout(), workers.stallTimeout(), workers.spare()),
        new TranscodeSettings(config.transcodeAudio().equals("auto"), config.transcoders()));
  }

  /**
   * The origins whose pages may publish.
   *
   * @throws IllegalArgumentException naming the key when an entry is no origin
   */
  public static OriginPolicy origins(IngestConfig config) {
    return OriginPolicy.of("framelog.ingest.origins", config.origins().orElse(""));
  }
}
