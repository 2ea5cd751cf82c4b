package io.framelog.media.chunk;

import io.framelog.media.Track;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What outlives a phase: the bounds, the writer, and what is counted. */
final class ChunkerContext {
  final ChunkerSettings settings;
  final ChunkWriter writer;
  final Joinability joinability;
  final InstantSource clock;
  final PublisherClock publisher;
  final KeyframeSpacing spacing = new KeyframeSpacing();
  final SoundToCome toCome = new SoundToCome();
  final SilenceWatch silence = new SilenceWatch();
  final SoundLag soundLag = new SoundLag();

  /** The sound that the header in use leaves out because it sends nothing. */
  @Nullable Track silentSound;

  /** Whether silent frames can stand among those of the sound that came last. */
  boolean silenceSuits = true;

  /** The sound in whose place silence is put at present. */
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

  ChunkerCounts counts() {
    return new ChunkerCounts(
        videoBeforeKeyframe, audioDropped, timesRepaired, timesRefused, timesJumped, silentFrames);
  }
}
