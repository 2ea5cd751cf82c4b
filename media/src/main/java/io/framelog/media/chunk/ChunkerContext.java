package io.framelog.media.chunk;

import io.framelog.media.Track;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The state that all phases of a session share: settings, writer and counters. */
final class ChunkerContext {
  /** Announced audio is awaited for so long, µs of wall-clock time. */
  private static final long MAX_ANNOUNCED_US = 10_000_000;

  final ChunkerSettings settings;
  final ChunkWriter writer;
  final Joinability joinability;
  final InstantSource clock;
  final PublisherClock publisher;
  final KeyframeSpacing spacing = new KeyframeSpacing();
  final SoundToCome toCome = new SoundToCome();
  final SilenceWatch silence = new SilenceWatch();
  final SoundLag soundLag = new SoundLag();

  /** The audio track that the current header leaves out because it has no samples. */
  @Nullable Track silentSound;

  /** Whether silent frames are compatible with the latest audio frame. */
  boolean silenceSuits = true;

  /** The audio track that silence currently replaces. */
  @Nullable Track filledSound;

  long videoBeforeKeyframe;
  long audioDropped;
  long timesRepaired;
  long timesRefused;
  long timesJumped;
  long silentFrames;

  ChunkerContext(
      ChunkerSettings settings, ChunkWriter writer, Joinability joinability, InstantSource clock) {
    this.settings = settings;
    this.writer = writer;
    this.joinability = joinability;
    this.clock = clock;
    this.publisher = new PublisherClock(clock);
  }

  /** Whether the container has announced audio that has not arrived yet. */
  boolean isSoundAnnounced() {
    return toCome.isAnnounced() && silence.waitedUs() < MAX_ANNOUNCED_US;
  }

  /** Whether the audio track has had no samples for too long, and none are announced. */
  boolean isSoundAbsent() {
    return silence.isAbsent() && !isSoundAnnounced();
  }

  ChunkerCounts counts() {
    return new ChunkerCounts(
        videoBeforeKeyframe, audioDropped, timesRepaired, timesRefused, timesJumped, silentFrames);
  }
}
