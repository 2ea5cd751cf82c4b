package io.framelog.media.chunk;

import io.framelog.media.Track;
import io.framelog.media.packaging.Packagers;

/**
 * Decides where chunks begin. GOPs that are shorter than {@link ChunkerSettings#chunkUs()} are
 * joined to one chunk, as many as fit:
 *
 * <pre>
 *   in    K v K v K v K v      each K v a third of chunkUs
 *   parts K|v|K|v|K|v|K|v|
 *         chunk n     chunk n+1
 * </pre>
 *
 * Without video a chunk is {@link ChunkerSettings#audioChunkUs()} long.
 */
final class ChunkCut {
  /** A chunk may exceed its duration by this much, µs, because publishers round times. */
  private static final long ROUNDING_US = 20_000;

  private final ChunkerSettings settings;
  private final KeyframeSpacing spacing;
  private final ChunkWriter writer;
  private long fromUs;

  ChunkCut(ChunkerContext session) {
    this.settings = session.settings;
    this.spacing = session.spacing;
    this.writer = session.writer;
  }

  /**
   * Begins a chunk.
   *
   * @param dtsUs decode time of its first sample, µs
   */
  void open(long dtsUs) {
    writer.startChunk();
    fromUs = dtsUs;
  }

  /**
   * Whether a keyframe begins a chunk. It does not when one more GOP still fits into the current
   * chunk. Each image has its own chunk.
   *
   * @param dtsUs decode time, µs
   */
  boolean isDueAtKeyframe(Track track, long dtsUs) {
    long roomUs = settings.chunkUs() - (dtsUs - fromUs);
    return roomUs <= 0
        || !spacing.isWithin(roomUs + ROUNDING_US)
        || writer.chunkBytes() >= settings.chunkBytes()
        || Packagers.isImages(track.codec());
  }

  /**
   * Whether an audio sample begins a chunk in a stream without video.
   *
   * @param dtsUs decode time, µs
   */
  boolean isDueAtSound(long dtsUs) {
    return dtsUs - fromUs >= settings.audioChunkUs();
  }
}
