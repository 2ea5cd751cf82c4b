package io.framelog.media.container.mkv;

import io.framelog.media.Bytes;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ContainerException.Reason;
import io.framelog.media.container.ParserLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects Info and Tracks of one Segment. */
final class HeaderReader {
  private final ParserLimits limits;
  private final List<TrackEntry> entries = new ArrayList<>();
  private Timebase timebase = Timebase.DEFAULT;
  private @Nullable String title;
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
    entry().binary(element, value);
  }

  void infoEnds() {
    hasInfo = true;
  }

  /** Whether the times and the title are known: the tracks need not wait for the first Cluster. */
  boolean hasInfo() {
    return hasInfo;
  }

  Timebase timebase() {
    return timebase;
  }

  @Nullable String title() {
    return title;
  }

  /**
   * The tracks that can be carried, at least one.
   *
   * @param offset where the header ends
   */
  List<MatroskaTrack> tracks(long offset) {
    List<MatroskaTrack> tracks = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (TrackEntry entry : entries) {
      String refusal = entry.refusal();
      if (refusal == null) {
        MatroskaTrack track = entry.toTrack(timebase);
        requireNewNumber(tracks, track, offset);
        tracks.add(track);
      } else {
        refused.add(refusal);
      }
    }
    if (tracks.isEmpty() && refused.isEmpty()) {
      throw new ContainerException(Reason.MALFORMED, offset, "no track before the first Cluster");
    }
    if (tracks.isEmpty()) {
      throw new ContainerException(
          Reason.UNSUPPORTED_CODEC,
          offset,
          "no track that can be carried, only " + String.join(", ", refused));
    }
    return tracks;
  }

  private static void requireNewNumber(
      List<MatroskaTrack> tracks, MatroskaTrack track, long offset) {
    for (MatroskaTrack other : tracks) {
      if (other.track().id() == track.track().id()) {
        throw new ContainerException(
            Reason.MALFORMED, offset, "two tracks of number " + track.track().id());
      }
    }
  }
}
