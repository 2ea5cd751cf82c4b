package io.framelog.media.chunk;

/** What outlives a phase: the bounds, the writer, and what is counted. */
final class SessionState {
  final ChunkerSettings settings;
  final ChunkWriter writer;
  final Joinability joinability;

  long videoBeforeKeyframe;
  long audioDropped;
  long timesRepaired;
  long timesRefused;

  SessionState(ChunkerSettings settings, ChunkWriter writer, Joinability joinability) {
    this.settings = settings;
    this.writer = writer;
    this.joinability = joinability;
  }

  ChunkerCounts counts() {
    return new ChunkerCounts(videoBeforeKeyframe, audioDropped, timesRepaired, timesRefused);
  }
}
