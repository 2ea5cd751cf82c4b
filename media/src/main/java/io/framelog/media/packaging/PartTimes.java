package io.framelog.media.packaging;

import io.framelog.media.packaging.fmp4.FragmentTimes;
import io.framelog.media.packaging.webm.ClusterTimes;
import java.nio.ByteBuffer;

/**
 * Locates the times in parts that a {@link Packager} wrote, so that the times of one response can
 * be shifted without packaging its parts again. Contains the results of the last {@link #find}. Not
 * thread-safe.
 */
public interface PartTimes {
  /**
   * Creates an instance for the parts of an init segment.
   *
   * @param mime of the init segment, with or without codecs
   * @param init read from its position on; its position does not move
   */
  static PartTimes of(String mime, ByteBuffer init) {
    if (mime.startsWith("video/webm") || mime.startsWith("audio/webm")) {
      return new ClusterTimes(init);
    }
    return new FragmentTimes(init);
  }

  /** Number of tracks of the init segment; 0 when it cannot be parsed. */
  int trackCount();

  /**
   * Finds the times of a part.
   *
   * @param part read from its position on; its position does not move
   * @return number of times found; 0 when the bytes are not a part written by a packager
   */
  int find(ByteBuffer part);

  /**
   * Byte offset in the part of a time, a 64-bit unsigned big-endian number. Offsets increase.
   *
   * @param index less than the result of {@link #find}
   */
  int offset(int index);

  /** The time, ticks. */
  long ticks(int index);

  /** Ticks a second of that time, at least 1. */
  long timescale(int index);

  /** A bit for each track that has a sample in the part; bit 0 is the first track. */
  long tracksFound();
}
