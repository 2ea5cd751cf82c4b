package io.framelog.ingest;

import io.framelog.controlplane.ChunkLimit;
import io.framelog.ingest.source.websocket.WebSocketSettings;
import io.framelog.ingest.transcode.TranscodeSettings;
import io.framelog.ingest.worker.WorkerSettings;
import io.framelog.log.StreamId;
import io.framelog.media.container.ParserLimits;
import io.framelog.security.web.OriginPolicy;
import java.time.Duration;

/**
 * {@link IngestConfig} after its values were checked.
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
  public record ConnectionBounds(int publishers, int headerless, int perAddress) {
    public ConnectionBounds {
      requireAtLeast("max-connections", publishers, 1);
      requireAtLeast("headerless-connections", headerless, 1);
      requireAtLeast("connections-per-address", perAddress, 0);
    }
  }

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
    public StreamBounds {
      requireAtLeast("limits.streams", most, 0);
      requireAtLeast("new-streams.per-address", newPerAddress, 0);
      requireAtLeast("new-streams.per-node", newPerNode, 0);
    }

    /** Whether any bound is set. */
    public boolean any() {
      return most > 0 || newPerAddress > 0 || newPerNode > 0;
    }
  }

  private static final Duration MAX_PART = Duration.ofSeconds(10);
  private static final Duration MAX_CHUNK = Duration.ofSeconds(6);
  private static final Duration MAX_TIMEOUT = Duration.ofHours(24);

  public IngestSettings {
    require(!tcpHost.isBlank(), "tcp.host", tcpHost, "a host name or address");
    require(tcpPort >= 0 && tcpPort <= 65_535, "tcp.port", tcpPort, "0..65535");
    require(
        !partDuration.isNegative() && partDuration.compareTo(MAX_PART) <= 0,
        "part-duration",
        partDuration,
        "0 to 10 s");
    require(
        !chunkDuration.isNegative() && chunkDuration.compareTo(MAX_CHUNK) <= 0,
        "chunk-duration",
        chunkDuration,
        "0 to 6 s");
    requireTimeout("idle-timeout", idleTimeout);
    requireTimeout("header-timeout", headerTimeout);
    requireTimeout("end-timeout", endTimeout);
    requireBetween("takeover-hold", takeoverHold, Duration.ZERO, Duration.ofHours(1));
    require(claimAttempts >= 1, "claim-attempts", claimAttempts, "at least 1");
  }

  /**
   * Checks an operator's values.
   *
   * @throws IllegalArgumentException naming the key and what it expects
   */
  public static IngestSettings from(IngestConfig config) {
    String stream = config.defaultStream();
    require(StreamId.isValid(stream), "default-stream", stream, StreamId.EXPECTED);
    IngestConfig.Limits limits = config.limits();
    IngestConfig.Workers workers = config.workers();
    requireAtLeast("workers.max", workers.max(), 1);
    requireTimeout("workers.start-timeout", workers.startTimeout());
    requireTimeout("workers.stall-timeout", workers.stallTimeout());
    String transcode = config.transcodeAudio();
    require(
        transcode.equals("auto") || transcode.equals("off"),
        "transcode-audio",
        transcode,
        "auto or off");
    requireAtLeast("transcoders", config.transcoders(), 0);
    requireAtLeast("limits.header-bytes", limits.headerBytes(), 1024);
    requireAtLeast("limits.sample-bytes", limits.sampleBytes(), 1024);
    requireAtLeast("limits.tracks", limits.tracks(), 1);
    requireAtLeast("limits.samples-per-fragment", limits.samplesPerFragment(), 1);
    // The beans that use these values read them again; here an invalid value stops the start.
    origins(config);
    WebSocketSettings.from(config);
    requireAtLeast("limits.gop-bytes", limits.gopBytes(), 1024);
    requireAtLeast("connection-rate.per-address", config.connectionRate().perAddress(), 0);
    requireAtLeast("connection-rate.per-node", config.connectionRate().perNode(), 0);
    require(
        limits.bitrate() == 0 || limits.bitrate() >= 8_000,
        "limits.bitrate",
        limits.bitrate(),
        "0 or at least 8000");
    requireBetween(
        "limits.bitrate-window",
        limits.bitrateWindow(),
        Duration.ofSeconds(1),
        Duration.ofMinutes(5));
    requireBetween(
        "limits.gop-duration", limits.gopDuration(), Duration.ofSeconds(1), Duration.ofHours(1));
    return new IngestSettings(
        config.tcp().host(),
        config.tcp().port(),
        new StreamId(stream),
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

  private static void requireTimeout(String key, Duration value) {
    require(
        value.toMillis() >= 100 && value.compareTo(MAX_TIMEOUT) <= 0,
        key,
        value,
        "100 ms to 24 hours");
  }

  private static void requireBetween(String key, Duration value, Duration least, Duration most) {
    require(
        value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        key,
        value,
        least + " to " + most);
  }

  private static void requireAtLeast(String key, int value, int least) {
    require(value >= least, key, value, "at least " + least);
  }

  private static void require(boolean ok, String key, Object value, String expected) {
    if (!ok) {
      throw new IllegalArgumentException(
          "framelog.ingest." + key + " is " + value + ", expected " + expected);
    }
  }
}
