package io.framelog.media.packaging.fmp4;

import io.framelog.media.Bytes;
import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import io.framelog.media.packaging.InitSegment;
import io.framelog.media.packaging.MimeType;
import io.framelog.media.packaging.Packager;
import io.framelog.media.packaging.PendingSamples;
import java.nio.ByteBuffer;
import java.util.List;

/** Fragmented MP4: each part is one {@code moof+mdat}. */
public final class Fmp4Packager implements Packager {
  private static final long MAX_TIMESCALE = 1_000_000;

  private final List<Track> tracks;
  private final long[] timescales;
  private final long[] lastDts;
  private final InitSegment initSegment;
  private final PendingSamples samples = new PendingSamples();
  private final MovieFragment fragment;
  private int sequenceNumber;

  /**
   * Writes the init segment.
   *
   * @throws io.framelog.media.codec.CodecException when a track's configuration is malformed
   */
  public Fmp4Packager(List<Track> tracks) {
    this.tracks = List.copyOf(tracks);
    this.timescales =
        tracks.stream().mapToLong(track -> Math.min(track.timescale(), MAX_TIMESCALE)).toArray();
    this.lastDts = new long[tracks.size()];
    boolean[] video = new boolean[tracks.size()];
    for (int i = 0; i < video.length; i++) {
      video[i] = tracks.get(i).kind() == TrackKind.VIDEO;
    }
    this.fragment = new MovieFragment(samples, video);
    this.initSegment =
        new InitSegment(MimeType.of("mp4", tracks), MovieHeader.write(tracks, timescales));
  }

  @Override
  public List<Track> tracks() {
    return tracks;
  }

  @Override
  public InitSegment initSegment() {
    return initSegment;
  }

  @Override
  public long timescale(int trackIndex) {
    return timescales[trackIndex];
  }

  @Override
  public void add(
      int trackIndex, long dts, long pts, long duration, boolean keyframe, ByteBuffer data) {
    if (dts < lastDts[trackIndex]) {
      throw new IllegalArgumentException(
          "decode time "
              + dts
              + " of track "
              + tracks.get(trackIndex).id()
              + " is before the previous, "
              + lastDts[trackIndex]);
    }
    lastDts[trackIndex] = dts;
    samples.add(trackIndex, dts, pts, duration, keyframe, data);
  }

  @Override
  public int pendingSamples() {
    return samples.count();
  }

  @Override
  public Bytes finishPart() {
    return samples.finish(() -> fragment.write(++sequenceNumber));
  }
}
