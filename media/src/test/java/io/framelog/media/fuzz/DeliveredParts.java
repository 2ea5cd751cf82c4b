package io.framelog.media.fuzz;

import io.framelog.media.MediaEvent;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import io.framelog.media.chunk.ChunkHeader;
import io.framelog.media.chunk.MediaPart;
import io.framelog.media.chunk.RecordingChunkSink;
import io.framelog.media.chunk.StreamEnd;
import io.framelog.media.container.ContainerParser;
import io.framelog.media.container.EventListing;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.container.fmp4.Fmp4Parser;
import io.framelog.media.container.image.ImageParser;
import io.framelog.media.container.mkv.MatroskaParser;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Parses parts like a player and compares them with the published samples: contiguous numbers, a
 * keyframe first, increasing decode times, and only the publisher's samples in order.
 */
final class DeliveredParts {
  private static final ParserLimits LIMITS =
      new ParserLimits(1 << 20, ParserLimits.DEFAULT.maxSampleBytes(), 16, 10_000_000);

  private final Map<TrackKind, List<Long>> contents = new EnumMap<>(TrackKind.class);
  private final Map<TrackKind, Long> decodeTimes = new EnumMap<>(TrackKind.class);
  private final List<Sample> ofPart = new ArrayList<>();
  private List<Track> tracks = List.of();
  private @Nullable ChunkHeader header;
  private @Nullable ContainerParser parser;
  private int discontinuities = -1;

  private DeliveredParts() {}

  static void check(EventListing published, RecordingChunkSink delivered, StreamEnd before) {
    DeliveredParts player = new DeliveredParts();
    Iterator<ChunkHeader> headers = delivered.headers.iterator();
    long chunk = before.nextChunk() - 1;
    int index = 0;
    for (MediaPart part : delivered.parts) {
      if (part.index() == 0) {
        chunk++;
        index = 0;
        player.open(headers.next());
      }
      require(part.chunk() == chunk && part.index() == index, "part out of order", part);
      player.play(part);
      index++;
    }
    require(!headers.hasNext(), "a chunk without a part", chunk);
    player.requireContentsOf(published);
  }

  private void open(ChunkHeader next) {
    header = next;
    if (next.discontinuities() != discontinuities) {
      discontinuities = next.discontinuities();
      decodeTimes.clear();
      parser = player(next.initSegment().mime());
      tracks = List.of();
      parser.feed(next.initSegment().bytes().buffer(), this::on);
    }
  }

  private static ContainerParser player(String mime) {
    if (mime.startsWith("image/")) {
      return new ImageParser(LIMITS);
    }
    return mime.contains("/mp4") ? new Fmp4Parser(LIMITS) : new MatroskaParser(LIMITS);
  }

  private void play(MediaPart part) {
    ofPart.clear();
    if (parser != null) {
      parser.feed(part.bytes().buffer(), this::on);
    }
    require(!ofPart.isEmpty(), "a part without a sample", part);
    require(part.ptsUs() >= 0 && part.durationUs() > 0, "a part outside of time", part);
    if (part.index() == 0) {
      Sample first = ofPart.get(0);
      boolean video = tracks.stream().anyMatch(track -> track.kind() == TrackKind.VIDEO);
      require(
          kind(first.trackId()) == (video ? TrackKind.VIDEO : TrackKind.AUDIO) && first.sync(),
          "a chunk that does not begin with a keyframe",
          part);
    }
  }

  private void on(MediaEvent event) {
    if (event instanceof MediaEvent.TracksFound found) {
      boolean image = parser instanceof ImageParser;
      require(tracks.isEmpty() || image, "an init segment inside of a part", found);
      tracks = found.tracks();
    } else if (event instanceof MediaEvent.SampleRead read) {
      sample(read.sample());
    }
  }

  private void sample(Sample sample) {
    TrackKind kind = kind(sample.trackId());
    Long before = decodeTimes.put(kind, sample.dts());
    boolean decodeTimesAreWritten = parser instanceof Fmp4Parser;
    require(
        before == null || !decodeTimesAreWritten || sample.dts() > before,
        "decode times do not increase",
        sample);
    ofPart.add(sample);
    CRC32 crc = new CRC32();
    crc.update(sample.data().duplicate());
    contents.computeIfAbsent(kind, unheard -> new ArrayList<>()).add(crc.getValue());
  }

  private TrackKind kind(int trackId) {
    return tracks.stream()
        .filter(track -> track.id() == trackId)
        .findFirst()
        .orElseThrow(() -> new AssertionError("a sample of no track: " + trackId + " " + header))
        .kind();
  }

  /** Samples may be missing and two kinds interleave, but none is invented or reordered. */
  private void requireContentsOf(EventListing published) {
    contents.forEach(
        (kind, delivered) -> {
          Iterator<EventListing.Line> sent = published.samples().iterator();
          for (long crc : delivered) {
            boolean found = false;
            while (!found && sent.hasNext()) {
              found = sent.next().crc() == crc;
            }
            require(found, "a sample that was not published in this order", kind);
          }
        });
  }

  private static void require(boolean holds, String what, Object where) {
    if (!holds) {
      throw new AssertionError(what + ": " + where);
    }
  }
}
