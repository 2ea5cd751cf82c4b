package io.framelog.ingest;

import io.framelog.config.Checked;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** What an operator may set on an ingest node. */
@Checked(by = IngestConfigCheck.class)
@ConfigMapping(prefix = "framelog.ingest")
public interface IngestConfig {
  long MIN_TIMEOUT_MS = 100;
  long MAX_TIMEOUT_HOURS = 24;
  long MIN_BYTES = 1024;

  /** Plain TCP publishers. */
  Tcp tcp();

  /** The stream of a TCP publisher whose container has no title. */
  @WithDefault("live")
  String defaultStream();

  /**
   * Parts are made at least this long; 0 makes every video frame its own part, which is the lowest
   * latency. At most 10 s.
   */
  @WithDefault("0")
  @DurationMin
  @DurationMax(seconds = 10)
  Duration partDuration();

  /**
   * Groups of pictures that are shorter are joined to chunks up to this long; 0 makes each group a
   * chunk. At most 6 s.
   */
  @WithDefault("1s")
  @DurationMin
  @DurationMax(seconds = 6)
  Duration chunkDuration();

  /** A publisher that sends nothing for this long while its connection is read is closed. */
  @WithDefault("30s")
  @DurationMin(millis = MIN_TIMEOUT_MS)
  @DurationMax(hours = MAX_TIMEOUT_HOURS)
  Duration idleTimeout();

  /**
   * A connection that has not sent a complete container header after this long is closed. An
   * encoder that sends its header with the first GOP ({@code delay_moov}) needs longer than a GOP.
   */
  @WithDefault("15s")
  @DurationMin(millis = MIN_TIMEOUT_MS)
  @DurationMax(hours = MAX_TIMEOUT_HOURS)
  Duration headerTimeout();

  /** Publishers connected at a time; more are rejected. */
  @WithDefault("500")
  @Min(1)
  int maxConnections();

  /**
   * Connections without a complete container header, in addition to {@code max-connections}. When
   * there are more, the oldest one of the address that has the most is closed.
   */
  @WithDefault("200")
  @Min(1)
  int headerlessConnections();

  /**
   * Connections at a time from one address, with and without a header; 0 for any number. Publishers
   * behind one NAT or proxy share its address.
   */
  @WithDefault("250")
  @Min(0)
  int connectionsPerAddress();

  /**
   * Base URL of an edge, as {@code https://live.example.com/}, for the link to viewers that the
   * page at {@code /publish} shows. Without it the page checks its own address for viewers' pages.
   */
  Optional<String> watchUrl();

  /**
   * Origins whose pages may publish, in addition to this node's own: separated by commas, as {@code
   * https://studio.example.com}, or {@code *} for any. Browsers let any website open a WebSocket or
   * send a POST; programs send no {@code Origin} and are not affected.
   */
  Optional<String> origins();

  /** Publishers on WebSocket, which are mostly browsers. */
  Websocket websocket();

  /** How often publishers may connect. */
  ConnectionRate connectionRate();

  /** How often streams may be created. */
  NewStreams newStreams();

  /** Settings of all captures of this machine's devices. */
  CaptureConfig capture();

  /** Captures that start with this node, by the name that the operator gives them. */
  Map<String, CaptureConfig.Definition> captures();

  /** Bounds on what one publisher may make this node hold in memory. */
  Limits limits();

  /** Attempts to claim a stream, with increasing pauses, before its publisher is rejected. */
  @WithDefault("5")
  @Min(1)
  int claimAttempts();

  /**
   * When publishers repeatedly take over a stream from each other, the newest one keeps it for this
   * long. The time doubles with each further takeover, up to 32 times this value. 0 to 1 hour; 0
   * disables it.
   */
  @WithDefault("10s")
  @DurationMin
  @DurationMax(hours = 1)
  Duration takeoverHold();

  /** How long an ending session waits for Kafka to acknowledge its last records. */
  @WithDefault("10s")
  @DurationMin(millis = MIN_TIMEOUT_MS)
  @DurationMax(hours = MAX_TIMEOUT_HOURS)
  Duration endTimeout();

  /** Child processes that run FFmpeg, each for one publisher or device. */
  Workers workers();

  /**
   * Whether an audio track that cannot be carried is transcoded when its publisher does not specify
   * it: {@code auto} or {@code off}.
   */
  @WithDefault("off")
  @Pattern(regexp = "auto|off", message = "auto or off")
  String transcodeAudio();

  /** Audio tracks transcoded at a time, each in its own media worker; 0 for none. */
  @WithDefault("8")
  @Min(0)
  int transcoders();

  /** Plain TCP publishers. */
  interface Tcp {
    /** Address to listen on. */
    @WithDefault("0.0.0.0")
    @NotBlank(message = "a host name or address")
    String host();

    /** Port to listen on, 0 for any free one. */
    @WithDefault("9090")
    @Min(0)
    @Max(65_535)
    int port();
  }

  /** Publishers on WebSocket. */
  interface Websocket {
    /**
     * Largest binary message, bytes: a piece of a recording, or an image. 64 KiB to {@code
     * limits.sample-bytes}.
     */
    @WithDefault("4194304")
    int messageBytes();

    /** Messages a second, averaged over ten seconds; a publisher that sends more is refused. */
    @WithDefault("250")
    @Min(1)
    int messagesPerSecond();
  }

  /** Connections a second; a burst may have ten times as many. */
  interface ConnectionRate {
    /** From one address; 0 for any number. */
    @WithDefault("50")
    @Min(0)
    int perAddress();

    /** On this node; 0 for any number. */
    @WithDefault("200")
    @Min(0)
    int perNode();
  }

  /**
   * New streams a minute, whose names have no log yet; a burst may have twice as many. An existing
   * stream may always be published again.
   */
  interface NewStreams {
    /** From one address; 0 for any number. */
    @WithDefault("30")
    @Min(0)
    int perAddress();

    /** On this node; 0 for any number. */
    @WithDefault("120")
    @Min(0)
    int perNode();
  }

  /** Bounds for each publisher, and for all of them. */
  interface Limits {
    /** Streams with a log in the cluster, above which no new one is created; 0 for any number. */
    @WithDefault("1000")
    @Min(0)
    int streams();

    /** Bytes of everything before the first sample, and of one moov, moof or EBML header. */
    @WithDefault("1048576")
    @Min(MIN_BYTES)
    int headerBytes();

    /** Bytes of one sample (frame). */
    @WithDefault("8388608")
    @Min(MIN_BYTES)
    int sampleBytes();

    /** Tracks in one container. */
    @WithDefault("16")
    @Min(1)
    int tracks();

    /** Bits a second that one publisher may send, averaged; 0 for any number. */
    @WithDefault("0")
    long bitrate();

    /**
     * Averaging window of {@code bitrate}: a burst may contain the bits of this time. Time in which
     * Framelog paused the publisher does not count. 1 s to 5 minutes.
     */
    @WithDefault("10s")
    @DurationMin(seconds = 1)
    @DurationMax(minutes = 5)
    Duration bitrateWindow();

    /** Bytes from keyframe to keyframe that are kept for viewers who join in between. */
    @WithDefault("33554432")
    @Min(MIN_BYTES)
    int gopBytes();

    /** Media time from keyframe to keyframe kept for viewers who join in between; 1 s to 1 hour. */
    @WithDefault("30s")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration gopDuration();

    /** Samples one MP4 fragment may announce. */
    @WithDefault("100000")
    @Min(1)
    int samplesPerFragment();
  }

  /** Child processes that run FFmpeg. */
  interface Workers {
    /** Workers that run at a time; a publisher or device that needs one more is rejected. */
    @WithDefault("64")
    @Min(1)
    int max();

    /** A worker that has a job and has written nothing after this long is killed. */
    @WithDefault("30s")
    @DurationMin(millis = MIN_TIMEOUT_MS)
    @DurationMax(hours = MAX_TIMEOUT_HOURS)
    Duration startTimeout();

    /** A worker that has work and neither reads nor writes a byte for this long is killed. */
    @WithDefault("10s")
    @DurationMin(millis = MIN_TIMEOUT_MS)
    @DurationMax(hours = MAX_TIMEOUT_HOURS)
    Duration stallTimeout();

    /**
     * Whether an idle worker is kept ready after the first use: it saves a publisher half a second.
     */
    @WithDefault("true")
    boolean spare();
  }
}
