package io.framelog.media.packaging.webm;

import io.framelog.media.Bytes;
import io.framelog.media.Track;
import io.framelog.media.packaging.InitSegment;
import io.framelog.media.packaging.MimeType;
import io.framelog.media.packaging.Packager;
import io.framelog.media.packaging.PackagingException;
import io.framelog.media.packaging.PendingSamples;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** WebM: each part is one Cluster. Times are milliseconds. */
public final class WebmPackager implements Packager {
  private static final long TIMESCALE = 1000;

  /** Track numbers must fit into one byte. */
  private static final int MAX_TRACKS = 126;

  private final List<Track> tracks;
  private final long[] codecDelay;
  private final InitSegment initSegment;
  private final PendingSamples samples = new PendingSamples();
  private final ClusterWriter cluster = new ClusterWriter(samples);

  /**
   * Writes the init segment.
   *
   * @throws io.framelog.media.codec.CodecException when a track's configuration is malformed
   */
  public WebmPackager(List<Track> tracks) {
    if (tracks.size() > MAX_TRACKS) {
      throw new PackagingException(tracks.size() + " tracks, expected at most " + MAX_TRACKS);
    }
    this.tracks = List.copyOf(tracks);
    this.codecDelay =
        tracks.stream()
            .mapToLong(
                track ->
                    Math.round(
                        (double) SegmentHeader.codecDelayNs(track)
                            / SegmentHeader.TIMESTAMP_SCALE_NS))
            .toArray();
    this.initSegment = new InitSegment(MimeType.of("webm", tracks), SegmentHeader.write(tracks));
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
    return TIMESCALE;
  }

  /** A block's timestamp includes the codec's delay, which the player subtracts. */
  @Override
  public void add(
      int trackIndex, long dts, long pts, long duration, boolean keyframe, ByteBuffer data) {
    add(trackIndex, dts, pts, duration, keyframe, data, null);
  }

  @Override
  public void add(
      int trackIndex,
      long dts,
      long pts,
      long duration,
      boolean keyframe,
      ByteBuffer data,
      @Nullable ByteBuffer alpha) {
    samples.add(trackIndex, dts, pts + codecDelay[trackIndex], duration, keyframe, data, alpha);
  }

  @Override
  public boolean carriesAlpha() {
    return true;
  }

  @Override
  public int pendingSamples() {
    return samples.count();
  }

  @Override
  public Bytes finishPart() {
    return samples.finish(cluster::write);
  }
}
