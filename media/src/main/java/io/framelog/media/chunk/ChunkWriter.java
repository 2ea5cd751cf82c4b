package io.framelog.media.chunk;

import io.framelog.media.Bytes;
import io.framelog.media.Track;
import io.framelog.media.packaging.InitSegment;
import io.framelog.media.packaging.Packager;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers chunks and parts and passes them to the sink; measures how long samples have been
 * pending.
 */
final class ChunkWriter {
  /** Bytes after which a part is emitted early; the sample that exceeds them begins the next. */
  private static final int MAX_PART_BYTES = 4 << 20;

  /**
   * Samples after which a part is emitted early: timestamps that do not advance must not fill
   * memory.
   */
  private static final int MAX_PART_SAMPLES = 4096;

  /** Tracks whose times are further apart get separate parts: a Cluster spans at most 32 s. */
  private static final long MAX_PART_SPAN_US = 20_000_000;

  private final ChunkSink sink;
  private final InstantSource clock;
  private final ArrivalRhythm rhythm = new ArrivalRhythm();

  private long nextChunk;
  private int discontinuities;
  private long endUs;
  private long reachUs;
  private int nextPart;
  private long chunkBytes;

  private @Nullable Format format;
  private @Nullable FrameRateCheck frameRate;

  private long pendingFromUs;
  private long pendingToUs;
  private long pendingSinceMs;
  private long pendingBytes;

  /** The content of every header until the tracks change. */
  record Format(
      List<Track> input, Packager packager, InitSegment initSegment, List<String> codecStrings) {}

  ChunkWriter(ChunkSink sink, InstantSource clock, StreamEnd end) {
    this.sink = sink;
    this.clock = clock;
    this.nextChunk = end.nextChunk();
    this.discontinuities = end.discontinuities();
    this.endUs = end.endUs();
  }

  /** The format in use, if the session has one. */
  @Nullable Format format() {
    return format;
  }

  /** Uses another format from the next chunk on: a discontinuity unless it is the first. */
  void use(Format next) {
    flush();
    if (format != null) {
      discontinuities++;
    }
    format = next;
    frameRate = new FrameRateCheck(next.packager().tracks());
  }

  /** The stream's current end: the largest presentation time plus duration, µs. */
  long endUs() {
    return endUs;
  }

  void startChunk() {
    flush();
    Format current = required();
    nextPart = 0;
    chunkBytes = 0;
    long nowMs = clock.millis();
    rhythm.arrived(nowMs);
    sink.chunkStarted(
        new ChunkHeader(
            nextChunk++,
            discontinuities,
            current.initSegment(),
            current.codecStrings(),
            frameRate == null ? current.packager().tracks() : frameRate.tracks(),
            nowMs,
            rhythm.spacingMs()));
  }

  /**
   * Adds the sample that {@code at} has placed last; flushes pending samples first if it does not
   * fit.
   */
  void add(int trackIndex, TrackTimeline at, boolean keyframe, ByteBuffer data) {
    add(trackIndex, at, keyframe, data, null);
  }

  /** The same for a sample that may have an alpha channel. */
  void add(
      int trackIndex,
      TrackTimeline at,
      boolean keyframe,
      ByteBuffer data,
      @Nullable ByteBuffer alpha) {
    Packager packager = required().packager();
    int bytes = data.remaining() + (alpha == null ? 0 : alpha.remaining());
    if (isPending() && !fits(packager, at, bytes)) {
      flush();
    }
    if (packager.pendingSamples() == 0) {
      pendingBytes = 0;
      pendingFromUs = at.ptsUs();
      pendingToUs = at.endUs();
      pendingSinceMs = clock.millis();
    } else {
      pendingFromUs = Math.min(pendingFromUs, at.ptsUs());
      pendingToUs = Math.max(pendingToUs, at.endUs());
    }
    pendingBytes += bytes;
    chunkBytes += bytes;
    // Repaired decode times may exceed the presentation times; the next session's decode times must
    // be larger.
    endUs = Math.max(endUs, at.dtsUs() + 1);
    if (trackIndex == 0 && frameRate != null) {
      frameRate.frame(at.dtsUs());
    }
    if (trackIndex == 0) {
      // A chunk begins one part duration before its first part's reach. The reach must increase
      // even when a sample begins before the expected end of the previous one.
      boolean first = nextPart == 0 && packager.pendingSamples() == 0;
      reachUs = Math.max(reachUs + 1, first ? at.decodeEndUs() : at.reachUs());
    }
    packager.add(trackIndex, at.dts(), at.pts(), at.duration(), keyframe, data, alpha);
  }

  private boolean fits(Packager packager, TrackTimeline at, int bytes) {
    long spanUs = Math.max(pendingToUs, at.endUs()) - Math.min(pendingFromUs, at.ptsUs());
    return packager.pendingSamples() < MAX_PART_SAMPLES
        && pendingBytes + bytes <= MAX_PART_BYTES
        && spanUs <= MAX_PART_SPAN_US;
  }

  /** Bytes of the samples added to the chunk so far. */
  long chunkBytes() {
    return chunkBytes;
  }

  /** Media time of the pending samples, µs; 0 when there is none. */
  long pendingUs() {
    return isPending() ? pendingToUs - pendingFromUs : 0;
  }

  /** How long the oldest pending sample has waited, wall-clock µs; 0 when there is none. */
  long waitedUs() {
    return isPending() ? (clock.millis() - pendingSinceMs) * 1_000 : 0;
  }

  /** Emits the pending samples as one part, if there are any. */
  void flush() {
    if (!isPending()) {
      return;
    }
    rhythm.arrived(clock.millis());
    Bytes bytes = required().packager().finishPart();
    endUs = Math.max(endUs, pendingToUs);
    sink.part(
        new MediaPart(
            nextChunk - 1, nextPart++, pendingFromUs, pendingToUs - pendingFromUs, reachUs, bytes));
  }

  private boolean isPending() {
    return format != null && format.packager().pendingSamples() > 0;
  }

  private Format required() {
    if (format == null) {
      throw new IllegalStateException("no tracks yet");
    }
    return format;
  }
}
