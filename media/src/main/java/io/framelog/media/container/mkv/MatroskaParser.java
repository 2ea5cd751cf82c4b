package io.framelog.media.container.mkv;

import io.framelog.media.Bytes;
import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEventSink;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ContainerException.Reason;
import io.framelog.media.container.ContainerParser;
import io.framelog.media.container.ParserLimits;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads Matroska and WebM (RFC 9559) as live publishers send it: Segment and Clusters of known or
 * unknown size, no index, keyframes anywhere, a new EBML header when the recorder restarts.
 *
 * <p>Times are the same as ffmpeg's: CodecDelay is subtracted, decode times of H.264 and HEVC are
 * derived from the presentation times. A sample is emitted with the last byte of its block, or of
 * its BlockGroup; its data is a view of the input when the block arrived in one piece.
 *
 * <p>Memory: one block, and another one when a BlockGroup or header stripping needs a copy.
 */
public final class MatroskaParser implements ContainerParser {
  private final ParserLimits limits;
  private final EbmlReader reader = new EbmlReader(new Meaning());
  private MediaEventSink sink = event -> {};
  private boolean tracksFound;

  public MatroskaParser(ParserLimits limits) {
    this.limits = limits;
  }

  @Override
  public void feed(ByteBuffer input, MediaEventSink to) {
    sink = to;
    reader.feed(input);
  }

  @Override
  public void finish(MediaEventSink to) {
    if (!tracksFound) {
      throw new ContainerException(
          Reason.TRUNCATED, reader.position(), "Matroska ended before its tracks");
    }
  }

  @Override
  public long bytesConsumed() {
    return reader.position();
  }

  /**
   * Interprets the reader's elements. Until the tracks are known, {@code clusters} is null and the
   * header is collected; later header elements of the Segment are ignored.
   */
  private final class Meaning implements EbmlVisitor {
    /** Track, time, flags and the sizes of up to 256 laced frames. */
    private static final long BLOCK_OVERHEAD_BYTES = 16 + 256 * 8;

    private HeaderReader header = new HeaderReader(limits);
    private @Nullable ClusterReader clusters;
    private boolean headerBegun;
    private long headerOffset;

    @Override
    public void check(Element element, long size, long offset) {
      if (!headerBegun && element != Element.EBML) {
        throw new ContainerException(
            Reason.MALFORMED, offset, element + " first, expected an EBML header");
      }
      switch (element) {
        case SEGMENT, CLUSTER, BLOCK_GROUP, BLOCK_ADDITIONS, BLOCK_MORE -> {
          // Elements of any size, which are not buffered.
        }
        case SIMPLE_BLOCK, BLOCK, BLOCK_ADDITIONAL ->
            limit(element, size, limits.maxSampleBytes() + BLOCK_OVERHEAD_BYTES, offset);
        default ->
            limit(
                element,
                size,
                element.type() == ElementType.SKIPPED
                    ? limits.maxSampleBytes()
                    : limits.maxHeaderBytes(),
                offset);
      }
      if (headerBegun && clusters == null && element != Element.SEGMENT) {
        long begun = element == Element.CLUSTER ? 0 : size;
        limit(element, reader.position() - headerOffset + begun, limits.maxHeaderBytes(), offset);
      }
    }

    private void limit(Element element, long bytes, long most, long offset) {
      if (bytes > most) {
        throw new ContainerException(
            Reason.LIMIT_EXCEEDED,
            offset,
            element
                + (clusters == null ? " takes the header to " : " of ")
                + bytes
                + " bytes, expected at most "
                + most);
      }
    }

    @Override
    public void enter(Element element, long offset) {
      switch (element) {
        case EBML, SEGMENT -> {
          header = new HeaderReader(limits);
          clusters = null;
          headerBegun = true;
          headerOffset = offset;
        }
        case CLUSTER -> requireClusters(offset).clusterBegins();
        case BLOCK_GROUP -> requireClusters(offset).groupBegins();
        case BLOCK_MORE -> requireClusters(offset).additionBegins();
        default -> {
          if (clusters == null) {
            header.enter(element, offset);
          }
        }
      }
    }

    /** Ends the header, at the latest at the first Cluster. */
    private ClusterReader requireClusters(long offset) {
      ClusterReader known = clusters;
      if (known != null) {
        return known;
      }
      List<MatroskaTrack> tracks = header.tracks(offset);
      ClusterReader begun = new ClusterReader(tracks, header.decodable(), header.timebase());
      clusters = begun;
      tracksFound = true;
      sink.on(
          new MediaEvent.TracksFound(
              tracks.stream().map(MatroskaTrack::track).toList(), header.title()));
      if (!header.ignored().isEmpty()) {
        sink.on(
            new MediaEvent.TracksIgnored(
                header.ignored(), header.decodable().stream().map(DecodableTrack::sound).toList()));
      }
      return begun;
    }

    @Override
    public void leave(Element element, long offset) {
      if (element == Element.BLOCK_GROUP) {
        requireClusters(offset).groupEnds(sink);
      } else if (element == Element.BLOCK_MORE) {
        requireClusters(offset).additionEnds();
      } else if (element == Element.INFO) {
        header.infoEnds();
      } else if (element == Element.TRACKS && clusters == null && header.hasInfo()) {
        requireClusters(offset);
      }
    }

    @Override
    public void unsigned(Element element, long value, long offset) {
      if (element == Element.TIMESTAMP) {
        requireClusters(offset).timestamp(value, offset);
      } else if (element == Element.BLOCK_DURATION) {
        requireClusters(offset).groupDuration(value, offset);
      } else if (element == Element.BLOCK_ADD_ID) {
        requireClusters(offset).additionId(value);
      } else if (clusters == null) {
        header.unsigned(element, value, offset);
      }
    }

    @Override
    public void floating(Element element, double value, long offset) {
      if (clusters == null) {
        header.floating(element, value);
      }
    }

    @Override
    public void text(Element element, String value, long offset) {
      if (element == Element.DOC_TYPE) {
        requireKnownDocType(value, offset);
      } else if (clusters == null) {
        header.text(element, value);
      }
    }

    private static void requireKnownDocType(String value, long offset) {
      if (!value.equals("matroska") && !value.equals("webm")) {
        throw new ContainerException(
            Reason.UNKNOWN_CONTAINER,
            offset,
            "EBML document of type '" + printable(value) + "', expected matroska or webm");
      }
    }

    private static String printable(String value) {
      String clean = value.replaceAll("[^ -~]", "?");
      return clean.length() <= 32 ? clean : clean.substring(0, 32) + "…";
    }

    @Override
    public void binary(Element element, ByteBuffer data, long offset) {
      if (element == Element.SIMPLE_BLOCK) {
        requireClusters(offset).simpleBlock(data, offset, sink);
      } else if (element == Element.BLOCK) {
        requireClusters(offset).groupBlock(data, offset);
      } else if (element == Element.BLOCK_ADDITIONAL) {
        requireClusters(offset).addition(data);
      } else if (clusters == null) {
        header.binary(element, Bytes.copyOf(data));
      }
    }

    @Override
    public void skipped(Element element, long offset) {
      if (element == Element.REFERENCE_BLOCK) {
        requireClusters(offset).groupReference();
      }
    }
  }
}
