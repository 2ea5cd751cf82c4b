package io.framelog.media.packaging;

import io.framelog.media.packaging.fmp4.FragmentTimes;
import io.framelog.media.packaging.webm.ClusterTimes;
import java.nio.ByteBuffer;

/**
 * Finds where parts that a {@link Packager} wrote carry their times, so that the times of one
 * response can be moved without packaging its parts again. Holds what the last {@link #find} found.
 * Not thread-safe.
 */
public interface PartTimes {
  /**
   * For the parts that follow an init segment.
   *
   * @param mime of the init segment, with or without codecs
   * @param init read from its position on; its position stays
   */
  static PartTimes of(String mime, ByteBuffer init) {
    if (mime.startsWith("video/webm") || mime.startsWith("audio/webm")) {
      return new ClusterTimes(init);
    }
    return new FragmentTimes(init);
  }

  /** How many tracks the init segment has; 0 when it cannot be parsed. */
  int trackCount();

  /**
   * Looks at a part.
   *
   * @param part read from its position on; its position stays
   * @return how many times were found; 0 when the bytes are no part that a packager wrote
   */
  int find(ByteBuffer part);

  /**
   * Byte offset of a time in the part: of a 64-bit unsigned big-endian number. Offsets increase.
   *
   * @param index below what {@link #find} returned
   */
  int offset(int index);

  /** The time, ticks. */
  long ticks(int index);

  /** Ticks a second of that time, at least 1. */
  long timescale(int index);

  /** A bit for each track that has a sample in the part; bit 0 is the first track. */
  long tracksFound();
}
