package io.framelog.media.container;

import io.framelog.media.DisplayMatrix;
import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEvent.SampleRead;
import io.framelog.media.MediaEvent.TracksFound;
import io.framelog.media.MediaEvent.TracksIgnored;
import io.framelog.media.MediaEventSink;
import io.framelog.media.PixelAspect;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Lists events as lines, for comparison by humans and programs. */
public final class EventListing implements MediaEventSink {
  /** The content of a sample's line. */
  public record Line(
      int trackId, long dts, long pts, long duration, boolean sync, int size, long crc) {
    @Override
    public String toString() {
      return "sample track=%d dts=%d pts=%d duration=%d %s size=%d crc=%08x"
          .formatted(trackId, dts, pts, duration, sync ? "sync" : "-", size, crc);
    }
  }

  /** Formatted only on demand: the listing of most damaged input is never used. */
  private final List<Object> lines = new ArrayList<>();

  private final List<Line> samples = new ArrayList<>();
  private final List<Track> tracks = new ArrayList<>();

  @Override
  public void on(MediaEvent event) {
    if (event instanceof TracksFound found) {
      tracks.addAll(found.tracks());
      lines.add("tracks title=" + found.title());
      found.tracks().forEach(track -> lines.add("  " + describe(track)));
    } else if (event instanceof TracksIgnored ignored) {
      ignored.ignored().forEach(track -> lines.add("  ignored " + track));
    } else if (event instanceof SampleRead read) {
      Line line = describe(read.sample());
      samples.add(line);
      lines.add(line);
    }
  }

  public String text() {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  public List<Line> samples() {
    return List.copyOf(samples);
  }

  public List<Track> tracks() {
    return List.copyOf(tracks);
  }

  private static Line describe(Sample sample) {
    CRC32 crc = new CRC32();
    int size = sample.data().remaining();
    crc.update(sample.data());
    return new Line(
        sample.trackId(),
        sample.dts(),
        sample.pts(),
        sample.duration(),
        sample.sync(),
        size,
        crc.getValue());
  }

  private static String describe(Track track) {
    return "track id=%d codec=%s timescale=%d defaultDuration=%d %s %s language=%s config=%s"
        .formatted(
            track.id(),
            track.codec(),
            track.timescale(),
            track.defaultDuration(),
            describe(track.video()),
            track.audio(),
            track.language(),
            track.config());
  }

  /** Size and rate, and unusual properties of a picture. */
  private static String describe(@Nullable VideoFormat video) {
    if (video == null) {
      return "null";
    }
    String text =
        "VideoFormat[width=%d, height=%d, frameRate=%s]"
            .formatted(video.width(), video.height(), video.frameRate());
    if (video.aspect().isKnown() && !video.aspect().equals(new PixelAspect(1, 1))) {
      text += " " + video.aspect();
    }
    if (!video.matrix().equals(DisplayMatrix.IDENTITY)) {
      text += " " + video.matrix();
    }
    return video.colour().isKnown() ? text + " " + video.colour() : text;
  }
}
