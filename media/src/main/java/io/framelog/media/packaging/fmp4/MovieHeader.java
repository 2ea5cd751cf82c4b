package io.framelog.media.packaging.fmp4;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.DisplayMatrix;
import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import io.framelog.media.VideoFormat;
import io.framelog.media.packaging.LanguageCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code ftyp+moov} of a live stream, without the publisher's metadata, without edit lists and
 * without any duration, which would make a player delay frames.
 */
final class MovieHeader {
  private static final int MOVIE_TIMESCALE = 1000;
  private static final int UNITY = 0x0001_0000;

  /** Maximum integer part of a 16.16 number. */
  private static final double MAX_PIXELS = 0xffff;

  private static final int ENABLED_AND_IN_MOVIE = 3;

  private final BoxWriter out = new BoxWriter();
  private final SampleEntries sampleEntries = new SampleEntries(out);

  private MovieHeader() {}

  /**
   * Writes the header.
   *
   * @param timescales of the tracks, in their order; track ids are 1, 2, …
   */
  static Bytes write(List<Track> tracks, long[] timescales) {
    MovieHeader header = new MovieHeader();
    header.fileType(tracks);
    header.movie(tracks, timescales);
    return header.out.toBytes();
  }

  private void fileType(List<Track> tracks) {
    out.box(
        "ftyp",
        () -> {
          out.ascii("iso6");
          out.u32(0);
          out.ascii("iso6");
          out.ascii("mp41");
          if (tracks.size() == 1) {
            out.ascii("cmfc"); // a CMAF track is alone in its file
          }
          if (tracks.stream().anyMatch(track -> track.codec() == Codec.AV1)) {
            out.ascii("av01");
          }
        });
  }

  private void movie(List<Track> tracks, long[] timescales) {
    out.box(
        "moov",
        () -> {
          out.fullBox(
              "mvhd",
              0,
              0,
              () -> {
                out.zeros(8); // creation, modification
                out.u32(MOVIE_TIMESCALE);
                out.u32(0); // duration
                out.u32(UNITY); // rate
                out.u16(0x0100); // volume
                out.zeros(10);
                matrix(DisplayMatrix.IDENTITY);
                out.zeros(24);
                out.u32(tracks.size() + 1L); // next_track_ID
              });
          for (int i = 0; i < tracks.size(); i++) {
            track(tracks.get(i), i + 1, timescales[i]);
          }
          out.box("mvex", () -> trackExtends(tracks));
        });
  }

  private void trackExtends(List<Track> tracks) {
    for (int i = 0; i < tracks.size(); i++) {
      long id = i + 1L;
      boolean video = tracks.get(i).kind() == TrackKind.VIDEO;
      out.fullBox(
          "trex",
          0,
          0,
          () -> {
            out.u32(id);
            out.u32(1); // default_sample_description_index
            out.u32(0); // default_sample_duration
            out.u32(0); // default_sample_size
            out.u32(video ? SampleFlags.NON_SYNC : SampleFlags.SYNC);
          });
    }
  }

  private void track(Track track, int id, long timescale) {
    boolean isVideo = track.kind() == TrackKind.VIDEO;
    VideoFormat video = track.video();
    out.box(
        "trak",
        () -> {
          out.fullBox(
              "tkhd",
              0,
              ENABLED_AND_IN_MOVIE,
              () -> {
                out.zeros(8); // creation, modification
                out.u32(id);
                out.zeros(4 + 4 + 8); // reserved, duration, reserved
                out.u16(0); // layer
                out.u16(isVideo ? 0 : 1); // alternate_group
                out.u16(isVideo ? 0 : 0x0100); // volume
                out.u16(0);
                matrix(video == null ? DisplayMatrix.IDENTITY : video.matrix());
                presentedSize(video);
              });
          out.box("mdia", () -> media(track, isVideo, timescale));
        });
  }

  private void media(Track track, boolean isVideo, long timescale) {
    out.fullBox(
        "mdhd",
        0,
        0,
        () -> {
          out.zeros(8); // creation, modification
          out.u32(timescale);
          out.u32(0); // duration
          out.u16(packed(LanguageCode.of(track)));
          out.u16(0);
        });
    out.fullBox(
        "hdlr",
        0,
        0,
        () -> {
          out.u32(0);
          out.ascii(isVideo ? "vide" : "soun");
          out.zeros(12 + 1); // reserved, empty name
        });
    out.box(
        "minf",
        () -> {
          if (isVideo) {
            out.fullBox("vmhd", 0, 1, () -> out.zeros(8));
          } else {
            out.fullBox("smhd", 0, 0, () -> out.zeros(4));
          }
          out.box(
              "dinf",
              () ->
                  out.fullBox(
                      "dref",
                      0,
                      0,
                      () -> {
                        out.u32(1);
                        out.fullBox("url ", 0, 1, () -> {}); // 1: in this file
                      }));
          out.box("stbl", () -> sampleTable(track));
        });
  }

  /** All boxes but {@code stsd} are empty: the samples are in the fragments. */
  private void sampleTable(Track track) {
    out.fullBox(
        "stsd",
        0,
        0,
        () -> {
          out.u32(1);
          sampleEntries.write(track);
        });
    out.fullBox("stts", 0, 0, () -> out.u32(0));
    out.fullBox("stsc", 0, 0, () -> out.u32(0));
    out.fullBox("stsz", 0, 0, () -> out.zeros(8));
    out.fullBox("stco", 0, 0, () -> out.u32(0));
  }

  /** ISO/IEC 14496-12 §8.3.2: the size is in square pixels, before any rotation. */
  private void presentedSize(@Nullable VideoFormat video) {
    double width = video == null ? 0 : video.aspect().shownWidth(video.crop().width(video.width()));
    double height = video == null ? 0 : video.crop().height(video.height());
    double factor = Math.min(1, MAX_PIXELS / Math.max(1, width));
    out.u32(Math.round(width * factor * UNITY));
    out.u32(Math.round(height * factor * UNITY));
  }

  private void matrix(DisplayMatrix matrix) {
    out.u32(matrix.a());
    out.u32(matrix.b());
    out.u32(0);
    out.u32(matrix.c());
    out.u32(matrix.d());
    out.u32(0);
    out.u32(matrix.x());
    out.u32(matrix.y());
    out.u32(0x4000_0000);
  }

  /** Three letters in 5 bits each, ISO/IEC 14496-12 §8.4.2. */
  private static int packed(String language) {
    return (language.charAt(0) - 0x60) << 10
        | (language.charAt(1) - 0x60) << 5
        | (language.charAt(2) - 0x60);
  }
}
