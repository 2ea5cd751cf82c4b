package io.framelog.media.container.mkv;

import io.framelog.media.Bytes;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.codec.AnnexB;
import io.framelog.media.codec.AudioFrameLength;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A carried track, with Matroska's parameters for reading its blocks. */
final class MatroskaTrack {
  private static final int JUMP_SECONDS = 10;
  private static final int USUAL_FRAMES_A_SECOND = 25;

  private final Track track;
  private final Timebase timebase;
  private final long codecDelay;
  private final long frameNs;
  private final AudioFrameLength length;
  private final Bytes strippedHeader;
  private final DecodeTimes decodeTimes;
  private final @Nullable AnnexB annexB;

  /**
   * @param codecDelay ticks to subtract from the times of blocks
   * @param frameNs default duration of a frame, ns; 0 when unknown
   * @param length determines the duration of each frame when {@code frameNs} is unknown
   * @param strippedHeader bytes to prepend to every frame
   * @param reorderDepth frames; 0 without B-frames
   * @param annexB for frames in the byte stream format
   */
  MatroskaTrack(
      Track track,
      Timebase timebase,
      long codecDelay,
      long frameNs,
      AudioFrameLength length,
      Bytes strippedHeader,
      int reorderDepth,
      @Nullable AnnexB annexB) {
    this.annexB = annexB;
    this.track = track;
    this.timebase = timebase;
    this.codecDelay = codecDelay;
    this.frameNs = frameNs;
    this.length = length;
    this.strippedHeader = strippedHeader;
    long usual = Math.max(1, track.timescale() / USUAL_FRAMES_A_SECOND);
    this.decodeTimes =
        new DecodeTimes(
            reorderDepth,
            track.defaultDuration() > 0 ? track.defaultDuration() : usual,
            JUMP_SECONDS * track.timescale());
  }

  Track track() {
    return track;
  }

  /** Whether blocks have an alpha channel besides the frame. */
  boolean hasAlpha() {
    VideoFormat video = track.video();
    return video != null && video.alpha();
  }

  Bytes strippedHeader() {
    return strippedHeader;
  }

  /** A frame in the format of the track's configuration; valid until the next call. */
  ByteBuffer sample(ByteBuffer frame) {
    return annexB == null ? frame : annexB.toLengthPrefixed(frame);
  }

  /**
   * The presentation time of a block's first frame.
   *
   * @param segmentTicks Cluster's plus block's timestamp
   */
  long pts(long segmentTicks) {
    return timebase.fromSegmentTicks(segmentTicks) - codecDelay;
  }

  /**
   * The offset of a frame from the first frame of its block, ticks.
   *
   * @param lace index of the frame in its block
   * @param frames in the block
   * @param blockDuration Segment ticks; 0 when unknown
   * @param nanosBefore sum of {@link #nanos} over the previous frames
   */
  long afterFirst(int lace, int frames, long blockDuration, long nanosBefore) {
    if (blockDuration == 0) {
      return timebase.fromNanos(nanosBefore);
    }
    // Divides first, so that no product exceeds 64 bits.
    long ticks = blockDuration / frames * lace + blockDuration % frames * lace / frames;
    return timebase.fromSegmentTicks(ticks);
  }

  /**
   * The default duration of a frame, else the frame's own, ns. Must be called once for each frame.
   */
  long nanos(ByteBuffer frame) {
    return frameNs > 0 ? frameNs : length.nanos(frame);
  }

  long duration(long segmentTicks) {
    return timebase.fromSegmentTicks(segmentTicks);
  }

  /** The decode time of a frame. Must be called once for each frame, in the order of the blocks. */
  long dts(long pts) {
    return decodeTimes.next(pts);
  }
}
