package io.framelog.ingest.session;

import io.framelog.controlplane.ChunkLimit;
import io.framelog.controlplane.StreamState;
import io.framelog.log.IgnoredTrackInfo;
import io.framelog.log.LogRecord;
import io.framelog.log.SessionLog;
import io.framelog.log.TrackInfo;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the states of a session's stream for the control plane. One thread. */
final class PublishedStream {
  /** MPEG-1 and MPEG-2 Layer III in MP4. */
  private static final Set<String> MP3 = Set.of("mp4a.6B", "mp4a.69");

  private static final String MP3_ADVICE =
      "many browsers do not play MP3 on the watch page: add ?transcode=audio to the address or the"
          + " title, or look at /live/{stream}.mp4";

  private final SessionLog log;
  private final String node;
  private final String source;
  private final ChunkLimit chunkLimit;
  private final InstantSource clock;
  private final Instant startedAt;
  private @Nullable String mime;
  private List<TrackInfo> tracks = List.of();
  private List<IgnoredTrackInfo> ignoredTracks = List.of();
  private @Nullable String advice;
  private @Nullable String playersAdvice;
  private boolean joinable = true;

  PublishedStream(
      SessionLog log, String node, String source, ChunkLimit chunkLimit, InstantSource clock) {
    this.log = log;
    this.node = node;
    this.source = source;
    this.chunkLimit = chunkLimit;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  /**
   * Every chunk begins with a header; most headers equal the previous one.
   *
   * @return whether it differs from the previous one
   */
  boolean update(LogRecord.Header header) {
    if (header.mime().equals(mime) && header.tracks().equals(tracks)) {
      return false;
    }
    mime = header.mime();
    tracks = header.tracks();
    playersAdvice =
        tracks.stream().anyMatch(track -> MP3.contains(track.codec())) ? MP3_ADVICE : null;
    return true;
  }

  void ignoredTracks(List<IgnoredTrackInfo> ignored) {
    ignoredTracks = ignored;
  }

  void notJoinable(String encoderAdvice) {
    joinable = false;
    advice = encoderAdvice;
  }

  /** Keyframes are too far apart, for HLS or for viewers who join. */
  void longGops(String encoderAdvice) {
    if (joinable) {
      advice = encoderAdvice;
    }
  }

  StreamState live() {
    return state(StreamState.Status.LIVE, null);
  }

  StreamState ended(String reason) {
    return state(StreamState.Status.ENDED, reason);
  }

  private StreamState state(StreamState.Status status, @Nullable String endReason) {
    return new StreamState(
        log.stream().value(),
        status,
        log.session(),
        node,
        source,
        log.logId().value(),
        startedAt,
        clock.instant(),
        mime,
        tracks,
        ignoredTracks,
        joinable,
        advice == null ? playersAdvice : advice,
        chunkLimit,
        endReason);
  }
}
