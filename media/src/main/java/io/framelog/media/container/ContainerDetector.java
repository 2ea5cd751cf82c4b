package io.framelog.media.container;

import static io.framelog.media.container.ContainerException.Reason.TRUNCATED;
import static io.framelog.media.container.ContainerException.Reason.UNKNOWN_CONTAINER;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Detects a stream's container by its first bytes.
 *
 * <pre>
 *   first 16 bytes ─┬─ MPEG-TS, FLV, Ogg, … ─────▶ FfmpegContainer
 *                   ├─ MP4, Matroska, images ────▶ ParsedContainer
 *                   ├─ another known format ─────▶ Unsupported
 *                   └─ none: first 580 bytes
 *                       ├─ MPEG-TS that begins within a packet ─▶ FfmpegContainer
 *                       └─ none ────────────────▶ Unsupported
 * </pre>
 *
 * <p>A stream that ends before its 16th byte is not given to FFmpeg. If its first bytes are those
 * of a {@link ParsedContainer}, the parser reports what is missing.
 */
public final class ContainerDetector {
  /** Number of first bytes that suffice for most containers. */
  public static final int HEAD_BYTES = 16;

  /** Number of first bytes needed to detect MPEG-TS that begins within a packet. */
  public static final int MAX_HEAD_BYTES = 580;

  /** RFC 8794 §11.2.1: an EBML document begins with the EBML header's ID. */
  private static final int EBML_ID = 0x1a45dfa3;

  private static final int EBML_HEAD = 4;

  /**
   * Boxes an MP4 may begin with, including those that the MP4 parser then refuses at this place.
   */
  private static final Set<String> MP4_BOXES =
      Set.of(
          "ftyp", "styp", "moov", "sidx", "free", "skip", "wide", "pdin", "emsg", "prft", "uuid",
          "moof", "mdat");

  private static final int MP4_HEAD = 8;

  /** ITU-T T.81 §B.1.1.3. */
  private static final short JPEG_START = (short) 0xffd8;

  private static final int JPEG_HEAD = 3;
  private static final int MULTIPART_HEAD = 4;

  /** RFC 9649 §2.4. */
  private static final int RIFF = 0x52494646;

  private static final int WEBP = 0x57454250;
  private static final int WEBP_HEAD = 12;

  /** ISO/IEC 13818-1 §2.4.3.2. */
  private static final int SYNC = 0x47;

  /** Bytes of a packet: plain, or with M2TS arrival time. */
  private static final int[] PACKETS = {188, 192};

  private static final int SYNCS = 3;

  /** All supported containers, for the message to a refused publisher. */
  private static final String SUPPORTED =
      "fragmented MP4, Matroska, WebM, "
          + Arrays.stream(FfmpegContainer.values())
              .map(FfmpegContainer::label)
              .collect(Collectors.joining(", "))
          + ", JPEG and WebP images, also as multipart";

  private ContainerDetector() {}

  /**
   * Detects the container that begins with these bytes.
   *
   * @param head first bytes of the stream; their position stays
   * @param ended whether the stream has ended after them; then the result is not {@link
   *     Detection.MoreNeeded}
   */
  public static Detection detect(ByteBuffer head, boolean ended) {
    ByteBuffer first = head.slice(head.position(), Math.min(HEAD_BYTES, head.remaining()));
    boolean isShort = first.remaining() < HEAD_BYTES;
    if (isShort && !ended) {
      return new Detection.MoreNeeded(HEAD_BYTES);
    }
    // First, because a multipart boundary may contain the one sync byte by which M2TS is detected.
    ParsedContainer parsed = parsed(first);
    if (parsed != null) {
      return parsed;
    }
    Signature signature = Signature.of(first);
    FfmpegContainer container = signature == null || isShort ? null : signature.container();
    if (container != null) {
      return container;
    }
    if (signature != null) {
      return unsupported(signature);
    }
    if (isShort) {
      return new Detection.Unsupported(
          new ContainerException(
              TRUNCATED,
              first.remaining(),
              "the publisher closed before its container could be detected"));
    }
    if (head.remaining() >= MAX_HEAD_BYTES) {
      return isWithinMpegTs(head.slice()) ? FfmpegContainer.MPEG_TS : unsupported(null);
    }
    return ended ? unsupported(null) : new Detection.MoreNeeded(MAX_HEAD_BYTES);
  }

  private static Detection unsupported(@Nullable Signature like) {
    String suffix = like == null ? "" : ", looks like " + like.description();
    return new Detection.Unsupported(
        new ContainerException(UNKNOWN_CONTAINER, 0, "none of " + SUPPORTED + suffix));
  }

  /** The shortest start that matches decides. */
  private static @Nullable ParsedContainer parsed(ByteBuffer first) {
    int length = first.remaining();
    if (length >= JPEG_HEAD && isJpeg(first)) {
      return ParsedContainer.IMAGES;
    }
    if (length >= EBML_HEAD && first.getInt(0) == EBML_ID) {
      return ParsedContainer.MATROSKA;
    }
    if (length >= MULTIPART_HEAD && isMultipart(first)) {
      return ParsedContainer.IMAGES;
    }
    if (length >= MP4_HEAD && MP4_BOXES.contains(boxType(first))) {
      return ParsedContainer.MP4;
    }
    if (length >= WEBP_HEAD && first.getInt(0) == RIFF && first.getInt(8) == WEBP) {
      return ParsedContainer.IMAGES;
    }
    return null;
  }

  /** Start of image, then another marker. */
  private static boolean isJpeg(ByteBuffer first) {
    return first.getShort(0) == JPEG_START && first.get(2) == (byte) 0xff;
  }

  /** RFC 2046 §5.1.1: a boundary line, possibly after an empty line. */
  private static boolean isMultipart(ByteBuffer first) {
    int start = first.get(0) == '\r' ? 2 : 0;
    return (start == 0 || first.get(1) == '\n')
        && first.get(start) == '-'
        && first.get(start + 1) == '-';
  }

  private static String boxType(ByteBuffer first) {
    byte[] type = new byte[4];
    first.get(4, type);
    return new String(type, StandardCharsets.ISO_8859_1);
  }

  /** Whether sync bytes follow each other at the distance of MPEG-TS packets. */
  private static boolean isWithinMpegTs(ByteBuffer head) {
    for (int packet : PACKETS) {
      for (int start = 0; start < packet; start++) {
        if (hasSyncBytes(head, start, packet)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean hasSyncBytes(ByteBuffer head, int start, int packet) {
    for (int at = start; at < start + SYNCS * packet; at += packet) {
      if ((head.get(at) & 0xff) != SYNC) {
        return false;
      }
    }
    return true;
  }
}
