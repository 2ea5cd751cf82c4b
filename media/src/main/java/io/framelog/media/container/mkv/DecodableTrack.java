package io.framelog.media.container.mkv;

import io.framelog.media.Bytes;
import io.framelog.media.ForeignSound;

/**
 * A sound that is left out and could be decoded, with what Matroska alone needs to read its blocks.
 *
 * @param strippedHeader what every frame is to begin with
 */
record DecodableTrack(ForeignSound sound, Timebase timebase, Bytes strippedHeader) {
  /** The time of a block's first frame, ticks. */
  long time(long segmentTicks) {
    return timebase.fromSegmentTicks(segmentTicks);
  }
}
