package io.framelog.media.packaging;

import io.framelog.media.Codec;
import io.framelog.media.Track;
import io.framelog.media.packaging.fmp4.Fmp4Packager;
import io.framelog.media.packaging.image.ImagePackager;
import io.framelog.media.packaging.webm.WebmPackager;
import java.util.List;

/**
 * Chooses the container: fragmented MP4 if the codecs allow it, WebM for VP8 or Vorbis, none for
 * images.
 */
public final class Packagers {
  private Packagers() {}

  /**
   * Creates a packager for tracks with complete configurations.
   *
   * @throws PackagingException when no container supports them together; names both codecs
   * @throws io.framelog.media.codec.CodecException when a configuration is malformed
   */
  public static Packager forTracks(List<Track> tracks) {
    if (tracks.isEmpty()) {
      throw new PackagingException("no tracks to package");
    }
    if (tracks.stream().anyMatch(track -> isImages(track.codec()))) {
      return new ImagePackager(tracks);
    }
    for (Track onlyWebm : tracks) {
      if (!fitsMp4(onlyWebm.codec())) {
        for (Track other : tracks) {
          if (!fitsWebm(other.codec())) {
            throw new PackagingException(
                onlyWebm.codec()
                    + " goes into WebM only and "
                    + other.codec()
                    + " into MP4 only: no container that browsers play carries both");
          }
        }
        return new WebmPackager(tracks);
      }
    }
    return new Fmp4Packager(tracks);
  }

  /** Whether samples are images, which are sent without a container. */
  public static boolean isImages(Codec codec) {
    return codec == Codec.JPEG || codec == Codec.WEBP;
  }

  /** Whether a container that browsers play supports both. */
  public static boolean goTogether(Codec video, Codec audio) {
    return (fitsMp4(video) && fitsMp4(audio)) || (fitsWebm(video) && fitsWebm(audio));
  }

  /** Whether browsers support the codec in MP4. */
  public static boolean fitsMp4(Codec codec) {
    return switch (codec) {
      case H264, HEVC, AV1, VP9, AAC, OPUS, FLAC, MP3 -> true;
      case VP8, VORBIS, JPEG, WEBP -> false;
    };
  }

  /** Whether WebM supports the codec. */
  public static boolean fitsWebm(Codec codec) {
    return switch (codec) {
      case VP8, VP9, AV1, OPUS, VORBIS -> true;
      case H264, HEVC, AAC, FLAC, MP3, JPEG, WEBP -> false;
    };
  }
}
