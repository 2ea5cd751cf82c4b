package io.framelog.media.container.fmp4;

import static io.framelog.media.container.ContainerException.Reason.LIMIT_EXCEEDED;
import static io.framelog.media.container.ContainerException.Reason.MALFORMED;
import static io.framelog.media.container.ContainerException.Reason.TRUNCATED;

import io.framelog.media.MediaEvent.TracksFound;
import io.framelog.media.MediaEvent.TracksIgnored;
import io.framelog.media.MediaEventSink;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ContainerParser;
import io.framelog.media.container.ParserLimits;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Parses fragmented MP4 as it arrives.
 *
 * <pre>
 *   bytes ─▶ BoxReader ─┬─ moov (whole) ─▶ MovieReader ────▶ TracksFound
 *                       ├─ moof (whole) ─▶ FragmentReader ─▶ SamplesAnnounced, SampleTable
 *                       ├─ mdat (bytes) ─▶ SampleReader ◀────────┘
 *                       │                       └──────────▶ SampleRead
 *                       └─ any other box: skipped
 *
 *   start ── moov ──▶ header ── moof ──▶ playing ─┐ moof, mdat
 *                       ▲                 │   ▲    │
 *                       └── moov (new) ───┘   └────┘
 * </pre>
 *
 * <p>Memory: one {@code moov} or {@code moof} up to {@link ParserLimits#maxHeaderBytes()}, one
 * sample that spans inputs up to {@link ParserLimits#maxSampleBytes()}, and the sample table.
 */
public final class Fmp4Parser implements ContainerParser {
  private final ParserLimits limits;
  private final BoxReader boxes = new BoxReader();
  private final SampleTable samples;
  private final SampleReader sampleReader;
  private @Nullable FragmentReader fragments;
  private boolean fragmentSeen;
  private boolean indexSeen;
  private long fileStart;
  private long headerBytes;

  public Fmp4Parser(ParserLimits limits) {
    this.limits = limits;
    this.samples = new SampleTable(limits.maxSamplesPerFragment(), limits.maxSampleBytes());
    this.sampleReader = new SampleReader(samples);
  }

  @Override
  public void feed(ByteBuffer input, MediaEventSink sink) {
    boxes.feed(input, new Boxes(sink));
  }

  @Override
  public void finish(MediaEventSink sink) {
    if (fragments == null) {
      throw new ContainerException(
          TRUNCATED, boxes.offset(), "the publisher closed before the end of moov");
    }
  }

  /**
   * A fragmented file ends with an index of its fragments; so does a live stream that ends
   * regularly.
   */
  @Override
  public boolean isComplete() {
    return indexSeen;
  }

  @Override
  public long bytesConsumed() {
    return boxes.offset();
  }

  /**
   * Before the first fragment the sum of all boxes counts, after it each buffered box by itself.
   */
  private void checkHeaderBytes(BoxHeader box) {
    boolean buffered = box.type() == FourCc.MOOV || box.type() == FourCc.MOOF;
    if (!fragmentSeen) {
      headerBytes += Math.min(box.end() - box.offset(), Integer.MAX_VALUE);
    }
    long counted = fragmentSeen ? (buffered ? box.bodySize() : 0) : headerBytes;
    if (counted > limits.maxHeaderBytes()) {
      throw new ContainerException(
          LIMIT_EXCEEDED,
          box.offset(),
          "box "
              + box.name()
              + " of "
              + box.bodySize()
              + " bytes makes the header too long, expected at most "
              + limits.maxHeaderBytes());
    }
  }

  /** Interprets the boxes of one {@link #feed}. */
  private final class Boxes implements BoxHandler {
    private final MediaEventSink sink;

    Boxes(MediaEventSink sink) {
      this.sink = sink;
    }

    @Override
    public BodyUse boxFound(BoxHeader box) {
      sampleReader.boxBegins(box);
      if (box.type() == FourCc.MDAT) {
        if (!fragmentSeen) {
          throw TrackReader.plainMp4(box.offset());
        }
        return BodyUse.STREAM;
      }
      checkHeaderBytes(box);
      indexSeen = box.type() == FourCc.MFRA;
      switch (box.type()) {
        case FourCc.FTYP -> fileStart = box.offset();
        case FourCc.MOOV -> {
          return BodyUse.BUFFER;
        }
        case FourCc.MOOF -> {
          if (fragments == null) {
            throw new ContainerException(MALFORMED, box.offset(), "moof before moov");
          }
          return BodyUse.BUFFER;
        }
        default -> {}
      }
      return BodyUse.SKIP;
    }

    @Override
    public void boxRead(BoxHeader box, BoxBody body) {
      if (box.type() == FourCc.MOOV) {
        samples.abandon(box.offset());
        movie(MovieReader.read(body, limits));
      } else {
        fragmentSeen = true;
        FragmentReader reader = fragments;
        if (reader != null) {
          reader.read(box, body, fileStart, sink);
        }
      }
    }

    private void movie(Movie movie) {
      fragments = new FragmentReader(movie, samples);
      sink.on(new TracksFound(movie.announced(), movie.title()));
      if (!movie.ignored().isEmpty()) {
        sink.on(new TracksIgnored(movie.ignored(), movie.sounds()));
      }
    }

    @Override
    public void bodyArrived(BoxHeader mdat, long offset, ByteBuffer bytes) {
      sampleReader.read(mdat, offset, bytes, sink);
    }
  }
}
