package io.framelog.media.container.mkv;

import io.framelog.media.Bytes;
import io.framelog.media.ForeignSound;

/**
 * An ignored audio track that FFmpeg can decode, with Matroska's parameters for reading its blocks.
 *
 * @param strippedHeader bytes to prepend to every frame
 */
record DecodableTrack(ForeignSound sound, Timebase timebase, Bytes strippedHeader) {
  /** The time of a block's first frame, ticks. */
  long time(long segmentTicks) {
    return timebase.fromSegmentTicks(segmentTicks);
  }
}
