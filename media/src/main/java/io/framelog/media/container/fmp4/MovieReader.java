package io.framelog.media.container.fmp4;

import static io.framelog.media.container.ContainerException.Reason.LIMIT_EXCEEDED;
import static io.framelog.media.container.ContainerException.Reason.MALFORMED;
import static io.framelog.media.container.ContainerException.Reason.UNSUPPORTED_CODEC;

import io.framelog.media.IgnoredTrack;
import io.framelog.media.TrackKind;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ParserLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a {@code moov}, ISO/IEC 14496-12 §8.2: tracks, their defaults, the title. */
final class MovieReader {
  private final ParserLimits limits;
  private final long offset;
  private final List<TrackReader> tracks = new ArrayList<>();
  private final Map<Long, SampleDefaults> defaults = new HashMap<>();
  private long timescale;
  private @Nullable String title;

  private MovieReader(BoxBody moov, ParserLimits limits) {
    this.limits = limits;
    this.offset = moov.offset();
  }

  static Movie read(BoxBody moov, ParserLimits limits) {
    MovieReader movie = new MovieReader(moov, limits);
    for (BoxBody box = moov.nextChild(); box != null; box = moov.nextChild()) {
      switch (box.type()) {
        case FourCc.MVHD -> movie.movieHeader(box);
        case FourCc.TRAK -> movie.track(box);
        case FourCc.MVEX -> movie.movieExtends(box);
        case FourCc.UDTA -> movie.title = TitleReader.read(box);
        default -> {}
      }
    }
    return movie.finish();
  }

  private void movieHeader(BoxBody mvhd) {
    int version = mvhd.version();
    mvhd.u24();
    mvhd.skip(version == 1 ? 16 : 8); // creation, modification
    timescale = mvhd.u32();
  }

  private void track(BoxBody trak) {
    if (tracks.size() == limits.maxTracks()) {
      throw new ContainerException(
          LIMIT_EXCEEDED, trak.offset(), "more than " + limits.maxTracks() + " tracks");
    }
    tracks.add(TrackReader.read(trak));
  }

  private void movieExtends(BoxBody mvex) {
    for (BoxBody box = mvex.nextChild(); box != null; box = mvex.nextChild()) {
      if (box.type() == FourCc.TREX) {
        if (defaults.size() == limits.maxTracks()) {
          throw new ContainerException(
              LIMIT_EXCEEDED, box.offset(), "trex for more than " + limits.maxTracks() + " tracks");
        }
        box.skip(4); // version, flags
        defaults.put(box.u32(), SampleDefaults.read(box));
      }
    }
  }

  private Movie finish() {
    List<MovieTrack> finished = new ArrayList<>(tracks.size());
    for (TrackReader track : tracks) {
      if (finished.stream().anyMatch(earlier -> earlier.id() == track.id())) {
        throw new ContainerException(MALFORMED, offset, "two tracks of number " + track.id());
      }
      finished.add(track.finish(timescale, defaults.getOrDefault(track.id(), SampleDefaults.NONE)));
    }
    Movie movie = new Movie(finished, title == null ? titleOfTrack() : title);
    boolean noVideo = movie.announced().stream().noneMatch(t -> t.kind() == TrackKind.VIDEO);
    for (TrackReader track : tracks) {
      ContainerException failure = track.failure();
      if (failure != null && (movie.announced().isEmpty() || (noVideo && track.isVideo()))) {
        throw failure;
      }
    }
    if (movie.announced().isEmpty()) {
      throw noTrack();
    }
    return movie;
  }

  private @Nullable String titleOfTrack() {
    return tracks.stream()
        .map(TrackReader::title)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private ContainerException noTrack() {
    if (tracks.isEmpty()) {
      return new ContainerException(MALFORMED, offset, "moov without a track");
    }
    String names = tracks.stream().map(TrackReader::name).collect(Collectors.joining(", "));
    if (tracks.stream().anyMatch(TrackReader::isEncrypted)) {
      return new ContainerException(
          UNSUPPORTED_CODEC,
          offset,
          "the MP4 is encrypted (" + names + "), expected one without encryption");
    }
    return new ContainerException(
        UNSUPPORTED_CODEC,
        offset,
        "no track of a codec that can be carried, only " + names + ", " + IgnoredTrack.EXPECTED);
  }
}
