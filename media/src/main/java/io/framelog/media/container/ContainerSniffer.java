package io.framelog.media.container;

import static io.framelog.media.container.ContainerException.Reason.TRUNCATED;
import static io.framelog.media.container.ContainerException.Reason.UNKNOWN_CONTAINER;

import io.framelog.media.MediaEventSink;
import io.framelog.media.container.fmp4.Fmp4Parser;
import io.framelog.media.container.image.ImageParser;
import io.framelog.media.container.mkv.MatroskaParser;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the parser by a stream's first bytes, at most {@value #HEAD}, and delegates to it from
 * then on.
 */
public final class ContainerSniffer implements ContainerParser {
  private static final int HEAD = 16;

  /** RFC 8794 §11.2.1: an EBML document begins with the EBML header's ID. */
  private static final int EBML_ID = 0x1a45dfa3;

  /** ITU-T T.81 §B.1.1.3. */
  private static final short JPEG_START = (short) 0xffd8;

  /** RFC 9649 §2.4. */
  private static final int RIFF = 0x52494646;

  private static final int WEBP = 0x57454250;
  private static final int WEBP_HEAD = 12;
  private static final int MULTIPART_HEAD = 4;

  /**
   * Boxes an MP4 may begin with, including those that the MP4 parser then refuses at this place.
   */
  private static final Set<String> MP4_BOXES =
      Set.of(
          "ftyp", "styp", "moov", "sidx", "free", "skip", "wide", "pdin", "emsg", "prft", "uuid",
          "moof", "mdat");

  /** All supported containers, for the message to a refused publisher. */
  private static final String TAKEN =
      "fragmented MP4, Matroska, WebM, "
          + Arrays.stream(FfmpegContainer.values())
              .map(FfmpegContainer::label)
              .collect(Collectors.joining(", "))
          + ", JPEG and WebP images, also as multipart";

  private final ParserLimits limits;
  private final ByteBuffer head = ByteBuffer.allocate(HEAD);
  private final TrackChangeFilter changes = new TrackChangeFilter();
  private @Nullable ContainerParser chosen;

  private ContainerSniffer(ParserLimits limits) {
    this.limits = limits;
  }

  public static ContainerSniffer create(ParserLimits limits) {
    return new ContainerSniffer(limits);
  }

  @Override
  public void feed(ByteBuffer input, MediaEventSink target) {
    MediaEventSink sink = changes.before(target);
    ContainerParser parser = chosen;
    while (parser == null && input.hasRemaining()) {
      head.put(input.get());
      parser = choose();
      if (parser != null) {
        chosen = parser;
        parser.feed(head.flip(), sink);
      }
    }
    if (parser != null) {
      parser.feed(input, sink);
    }
  }

  @Override
  public void finish(MediaEventSink target) {
    MediaEventSink sink = changes.before(target);
    ContainerParser parser = chosen;
    if (parser != null) {
      parser.finish(sink);
      return;
    }
    if (ForeignFormat.describe(head.array(), head.position()) != null) {
      throw unknown();
    }
    throw new ContainerException(
        TRUNCATED, head.position(), "the publisher closed before its container could be detected");
  }

  @Override
  public boolean isComplete() {
    ContainerParser parser = chosen;
    return parser != null && parser.isComplete();
  }

  @Override
  public long bytesConsumed() {
    ContainerParser parser = chosen;
    return parser == null ? head.position() : parser.bytesConsumed();
  }

  /**
   * Whether a stream's first bytes belong neither to a supported container nor to another known
   * format.
   *
   * @param first {@link FfmpegContainer#HEAD_BYTES} bytes
   */
  public static boolean isUnknown(ByteBuffer first) {
    ContainerSniffer sniffer = new ContainerSniffer(ParserLimits.DEFAULT);
    while (first.hasRemaining()) {
      sniffer.head.put(first.get());
      if (sniffer.known() != null) {
        return false;
      }
    }
    return ForeignFormat.describe(sniffer.head.array(), sniffer.head.position()) == null;
  }

  private @Nullable ContainerParser choose() {
    ContainerParser parser = known();
    if (parser == null && !head.hasRemaining()) {
      throw unknown();
    }
    return parser;
  }

  private @Nullable ContainerParser known() {
    int length = head.position();
    if (length == 4 && head.getInt(0) == EBML_ID) {
      return new MatroskaParser(limits);
    }
    if (length == 8
        && MP4_BOXES.contains(new String(head.array(), 4, 4, StandardCharsets.ISO_8859_1))) {
      return new Fmp4Parser(limits);
    }
    if (length == 3 && isJpeg()) {
      return new ImageParser(limits);
    }
    if (length == MULTIPART_HEAD && isMultipart()) {
      return new ImageParser(limits);
    }
    if (length == WEBP_HEAD && head.getInt(0) == RIFF && head.getInt(8) == WEBP) {
      return new ImageParser(limits);
    }
    return null;
  }

  /** RFC 2046 §5.1.1: a boundary line, possibly after an empty line. */
  private boolean isMultipart() {
    int start = head.get(0) == '\r' ? 2 : 0;
    return (start == 0 || head.get(1) == '\n')
        && head.get(start) == '-'
        && head.get(start + 1) == '-';
  }

  /** Start of image, then another marker. */
  private boolean isJpeg() {
    return head.getShort(0) == JPEG_START && head.get(2) == (byte) 0xff;
  }

  private ContainerException unknown() {
    String like = ForeignFormat.describe(head.array(), head.position());
    return new ContainerException(
        UNKNOWN_CONTAINER, 0, "none of " + TAKEN + (like == null ? "" : ", looks like " + like));
  }
}
