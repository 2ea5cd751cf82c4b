package io.framelog.media.packaging.image;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Track;
import io.framelog.media.packaging.InitSegment;
import io.framelog.media.packaging.Packager;
import io.framelog.media.packaging.PackagingException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Unchanged images: each part is one image, the init segment is empty. Times are microseconds. */
public final class ImagePackager implements Packager {
  private static final long TIMESCALE = 1_000_000;

  private final List<Track> tracks;
  private final InitSegment initSegment;
  private @Nullable Bytes pending;

  /**
   * @param tracks exactly one track of images
   */
  public ImagePackager(List<Track> tracks) {
    if (tracks.size() != 1) {
      throw new PackagingException(tracks.size() + " tracks with images, expected one alone");
    }
    this.tracks = List.copyOf(tracks);
    this.initSegment = new InitSegment(mime(tracks.get(0).codec()), Bytes.EMPTY);
  }

  private static String mime(Codec codec) {
    return switch (codec) {
      case JPEG -> "image/jpeg";
      case WEBP -> "image/webp";
      default -> throw new PackagingException(codec + " is not an image's codec");
    };
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

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException when an image is already pending: every image is a keyframe, and
   *     a keyframe begins a chunk
   */
  @Override
  public void add(
      int trackIndex, long dts, long pts, long duration, boolean keyframe, ByteBuffer data) {
    if (pending != null) {
      throw new IllegalStateException("two images in one part");
    }
    pending = Bytes.copyOf(data);
  }

  @Override
  public int pendingSamples() {
    return pending == null ? 0 : 1;
  }

  @Override
  public Bytes finishPart() {
    Bytes part = pending;
    if (part == null) {
      throw new IllegalStateException("no image was added to the part");
    }
    pending = null;
    return part;
  }
}
