package io.framelog.media.codec;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Holds the picture size in the key frames of a VP8, VP9 or AV1 track, and detects when it changes:
 * a browser's recorder signals a new size only in the frames.
 */
final class PictureSizeWatch implements TrackWatch {
  private final Keyframes keyframes;
  private Track track;
  private int width;
  private int height;

  PictureSizeWatch(Track track) {
    this.keyframes = Keyframes.of(track);
    this.track = track;
  }

  @Override
  public @Nullable Track changedBy(Sample sample) {
    if (sample.trackId() != track.id() || !keyframes.isKeyframe(sample) || !isChanged(sample)) {
      return null;
    }
    track = track.withOtherPicture(Bytes.EMPTY);
    return track;
  }

  /**
   * Whether a key frame changes the size. The first one never does: its track starts with its size.
   */
  private boolean isChanged(Sample sample) {
    int newWidth;
    int newHeight;
    ByteBuffer frame = sample.data();
    if (track.codec() == Codec.VP8) {
      Vp8FrameHeader header = Vp8FrameHeader.parse(frame);
      newWidth = header.width();
      newHeight = header.height();
    } else if (track.codec() == Codec.VP9) {
      Vp9FrameHeader header = Vp9FrameHeader.parse(frame);
      newWidth = header.width();
      newHeight = header.height();
    } else if (Av1Obus.first(frame, Av1Obus.SEQUENCE_HEADER) != null) {
      Bytes sequence = Av1Config.ofKeyframe(frame).sequenceHeader();
      Av1SequenceHeader header = Av1Config.headerOf(sequence.buffer());
      newWidth = header.width();
      newHeight = header.height();
    } else {
      return false;
    }
    boolean first = width == 0;
    boolean changed = !first && (newWidth != width || newHeight != height);
    width = newWidth;
    height = newHeight;
    return changed;
  }
}
