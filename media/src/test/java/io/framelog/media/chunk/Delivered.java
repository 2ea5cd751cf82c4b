package io.framelog.media.chunk;

import io.framelog.media.MediaEvent;
import io.framelog.media.Sample;
import io.framelog.media.TrackKind;
import io.framelog.media.container.ContainerParser;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.container.fmp4.Fmp4Parser;
import io.framelog.media.container.mkv.MatroskaParser;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The content that a viewer reads who applies each new header. */
final class Delivered {
  private Delivered() {}

  /** All samples of one kind, times in ticks of the delivered track. */
  static List<Sample> samples(RecordingChunkSink sink, TrackKind kind) {
    List<Sample> samples = new ArrayList<>();
    List<Integer> ids = new ArrayList<>();
    ContainerParser parser = new MatroskaParser(ParserLimits.DEFAULT);
    int discontinuities = -1;
    for (MediaPart part : sink.parts) {
      ChunkHeader header = sink.headers.get((int) part.chunk());
      if (header.discontinuities() != discontinuities) {
        discontinuities = header.discontinuities();
        ids.clear();
        parser =
            header.initSegment().mime().contains("/mp4")
                ? new Fmp4Parser(ParserLimits.DEFAULT)
                : new MatroskaParser(ParserLimits.DEFAULT);
        parser.feed(header.initSegment().bytes().buffer(), event -> tracks(event, kind, ids));
      }
      parser.feed(
          part.bytes().buffer(),
          event -> {
            if (event instanceof MediaEvent.SampleRead read
                && ids.contains(read.sample().trackId())) {
              samples.add(copy(read.sample()));
            }
          });
    }
    return samples;
  }

  private static void tracks(MediaEvent event, TrackKind kind, List<Integer> ids) {
    if (event instanceof MediaEvent.TracksFound found) {
      found.tracks().stream().filter(t -> t.kind() == kind).forEach(t -> ids.add(t.id()));
    }
  }

  private static Sample copy(Sample sample) {
    ByteBuffer data = ByteBuffer.allocate(sample.data().remaining()).put(sample.data().duplicate());
    return new Sample(
        sample.trackId(),
        sample.dts(),
        sample.pts(),
        sample.duration(),
        sample.sync(),
        data.flip());
  }
}
