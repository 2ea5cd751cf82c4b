package io.framelog.media.container.mkv;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.TrackKind;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ContainerException.Reason;
import io.framelog.media.container.ParserLimits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects Info and Tracks of one Segment. */
final class HeaderReader {
  private final ParserLimits limits;
  private final List<TrackEntry> entries = new ArrayList<>();
  private final List<IgnoredTrack> ignored = new ArrayList<>();
  private final List<DecodableTrack> decodable = new ArrayList<>();
  private Timebase timebase = Timebase.DEFAULT;
  private @Nullable String title;
  private @Nullable String tagTitle;
  private boolean hasInfo;

  HeaderReader(ParserLimits limits) {
    this.limits = limits;
  }

  void enter(Element element, long offset) {
    if (element == Element.TRACK_ENTRY) {
      if (entries.size() == limits.maxTracks()) {
        throw new ContainerException(
            Reason.LIMIT_EXCEEDED, offset, "more than " + limits.maxTracks() + " tracks");
      }
      entries.add(new TrackEntry(offset));
    } else if (element == Element.CONTENT_ENCODING) {
      entry().encodingBegins(offset);
    }
  }

  private TrackEntry entry() {
    return entries.get(entries.size() - 1);
  }

  void unsigned(Element element, long value, long offset) {
    if (element == Element.TIMESTAMP_SCALE) {
      timebase = Timebase.of(value, offset);
    } else {
      entry().unsigned(element, value);
    }
  }

  void floating(Element element, double value) {
    entry().floating(element, value);
  }

  void text(Element element, String value) {
    if (element == Element.TITLE) {
      title = value;
    } else {
      entry().text(element, value);
    }
  }

  void binary(Element element, Bytes value) {
    if (element == Element.TAGS) {
      tagTitle = tagTitle == null ? TagTitle.of(value) : tagTitle;
    } else {
      entry().binary(element, value);
    }
  }

  void infoEnds() {
    hasInfo = true;
  }

  /**
   * Whether timescale and title are known, so that the tracks need not wait for the first Cluster.
   */
  boolean hasInfo() {
    return hasInfo;
  }

  Timebase timebase() {
    return timebase;
  }

  @Nullable String title() {
    return title == null ? tagTitle : title;
  }

  /**
   * The tracks that can be carried, at least one.
   *
   * @param offset end of the header
   */
  List<MatroskaTrack> tracks(long offset) {
    List<MatroskaTrack> tracks = new ArrayList<>();
    ContainerException broken = null;
    ContainerException brokenVideo = null;
    ignored.clear();
    decodable.clear();
    for (TrackEntry entry : entries) {
      String refusal = entry.refusal();
      if (refusal != null) {
        ignored.add(entry.ignored(refusal));
        DecodableTrack sound = entry.decodable(timebase);
        if (sound != null) {
          decodable.add(sound);
        }
        continue;
      }
      try {
        tracks.add(entry.toTrack(timebase));
      } catch (ContainerException e) {
        ignored.add(entry.ignored(String.valueOf(e.getMessage())));
        broken = broken == null ? e : broken;
        brokenVideo = brokenVideo == null && entry.isVideo() ? e : brokenVideo;
      }
    }
    requireDifferentNumbers(tracks, offset);
    if (brokenVideo != null && tracks.stream().noneMatch(HeaderReader::isVideo)) {
      throw brokenVideo;
    }
    if (tracks.isEmpty()) {
      throw broken == null ? noTrack(offset) : broken;
    }
    return imagesAlone(tracks);
  }

  /** A stream of images carries no other tracks. */
  private List<MatroskaTrack> imagesAlone(List<MatroskaTrack> tracks) {
    Optional<MatroskaTrack> images =
        tracks.stream().filter(track -> track.track().codec() == Codec.JPEG).findFirst();
    if (images.isEmpty()) {
      return tracks;
    }
    for (MatroskaTrack track : tracks) {
      if (track != images.get()) {
        ignored.add(IgnoredTrack.of(track.track(), "a stream of images carries no other track"));
      }
    }
    return List.of(images.get());
  }

  private static boolean isVideo(MatroskaTrack track) {
    return track.track().kind() == TrackKind.VIDEO;
  }

  private ContainerException noTrack(long offset) {
    if (ignored.isEmpty()) {
      return new ContainerException(Reason.MALFORMED, offset, "no track before the first Cluster");
    }
    return new ContainerException(
        Reason.UNSUPPORTED_CODEC,
        offset,
        "no track that can be carried, only "
            + ignored.stream().map(IgnoredTrack::toString).collect(Collectors.joining(", "))
            + ", "
            + IgnoredTrack.EXPECTED);
  }

  /** The tracks that {@link #tracks} has ignored. */
  List<IgnoredTrack> ignored() {
    return List.copyOf(ignored);
  }

  /** The ignored tracks that FFmpeg can decode. */
  List<DecodableTrack> decodable() {
    return List.copyOf(decodable);
  }

  private static void requireDifferentNumbers(List<MatroskaTrack> tracks, long offset) {
    Set<Integer> numbers = new HashSet<>();
    for (MatroskaTrack track : tracks) {
      if (!numbers.add(track.track().id())) {
        throw new ContainerException(
            Reason.MALFORMED, offset, "two tracks of number " + track.track().id());
      }
    }
  }
}
