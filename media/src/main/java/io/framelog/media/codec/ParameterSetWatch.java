package io.framelog.media.codec;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Colour;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds the current parameter sets of an H.264 or HEVC track, and detects when a sample has
 * different ones.
 */
final class ParameterSetWatch implements TrackWatch {
  private final boolean hevc;
  private final int lengthSize;
  private Track track;
  private List<Bytes> known;

  private ParameterSetWatch(Track track, int lengthSize, List<Bytes> known) {
    this.hevc = track.codec() == Codec.HEVC;
    this.lengthSize = lengthSize;
    this.track = track;
    this.known = known;
  }

  /**
   * Creates a watch for an H.264 or HEVC track.
   *
   * @throws CodecException when the track's configuration is malformed
   */
  static ParameterSetWatch of(Track track) {
    return switch (track.codec()) {
      case H264 -> {
        AvcConfig avc = AvcConfig.parse(track.config());
        List<Bytes> sets = new ArrayList<>(avc.sps());
        sets.addAll(avc.pps());
        yield new ParameterSetWatch(track, avc.lengthSize(), sets);
      }
      case HEVC -> {
        HevcConfig hevc = HevcConfig.parse(track.config());
        List<Bytes> sets = new ArrayList<>(hevc.vps());
        sets.addAll(hevc.sps());
        sets.addAll(hevc.pps());
        yield new ParameterSetWatch(track, hevc.lengthSize(), sets);
      }
      default -> throw new IllegalArgumentException(track.codec() + " has no parameter sets");
    };
  }

  /**
   * The track from this sample on; null when the sample changes nothing. After a change, the
   * picture size, aspect and colour that the container stated no longer apply. A picture parameter
   * set alone is not a change: it stays in the sample, where decoders read it.
   */
  @Override
  public @Nullable Track changedBy(Sample sample) {
    ByteBuffer data = sample.data();
    if (sample.trackId() != track.id() || !bringsSequence(data)) {
      return null;
    }
    List<Bytes> brought = sets(data);
    if (known.containsAll(brought)) {
      return null;
    }
    boolean first = known.isEmpty();
    known = brought;
    if (first) {
      // The track will be completed from this sample when it starts.
      return null;
    }
    Bytes config =
        hevc
            ? HevcConfig.parse(track.config()).withParameterSetsOf(data).toBytes()
            : AvcConfig.parse(track.config()).withParameterSetsOf(data).toBytes();
    Track changed = track.withOtherPicture(config);
    VideoFormat resized = changed.video();
    track = resized == null ? changed : changed.withVideo(resized.withColour(Colour.UNKNOWN));
    return track;
  }

  /** Whether a sequence parameter set precedes the first slice. */
  private boolean bringsSequence(ByteBuffer data) {
    int at = data.position();
    int length = NalUnits.lengthAt(data, at, lengthSize);
    while (length != NalUnits.NONE) {
      int type = type(data.get(at + lengthSize));
      if (type == (hevc ? HevcConfig.NAL_SPS : AvcConfig.NAL_SPS)) {
        return true;
      }
      if (isSlice(type)) {
        return false;
      }
      at += lengthSize + length;
      length = NalUnits.lengthAt(data, at, lengthSize);
    }
    return false;
  }

  private List<Bytes> sets(ByteBuffer data) {
    List<Bytes> sets = new ArrayList<>(3);
    int at = data.position();
    int length = NalUnits.lengthAt(data, at, lengthSize);
    while (length != NalUnits.NONE) {
      int type = type(data.get(at + lengthSize));
      boolean parameterSet =
          hevc
              ? type >= HevcConfig.NAL_VPS && type <= HevcConfig.NAL_PPS
              : type == AvcConfig.NAL_SPS || type == AvcConfig.NAL_PPS;
      if (parameterSet) {
        sets.add(NalUnits.copy(data, at + lengthSize, length));
      }
      at += lengthSize + length;
      length = NalUnits.lengthAt(data, at, lengthSize);
    }
    return sets;
  }

  private int type(byte header) {
    return hevc ? header >>> 1 & 0x3f : header & 0x1f;
  }

  private boolean isSlice(int type) {
    return hevc ? type < HevcConfig.NAL_VPS : type >= 1 && type <= AvcConfig.NAL_IDR;
  }
}
