package io.framelog.worker.demux;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;

/**
 * Splits a chained Ogg into its links (RFC 3533 §4): FFmpeg does not read the headers of a logical
 * stream that begins after another one's end, so each link is demuxed as a separate container. A
 * link begins with a page that begins a logical stream (bos) and follows a page that does not.
 *
 * <pre>
 *   in     bos bos page page page bos page page
 *   links  bos bos page page page
 *                                 bos page page
 * </pre>
 *
 * All bytes are passed through in order, except pages of a logical stream that has ended or has no
 * bos page in the link: then the beginning of the next link was damaged, and FFmpeg would take the
 * pages for the current link's. Only a page with a valid checksum begins a link. At most one page,
 * 65,307 bytes, is buffered. Bytes that only look like pages cost a bounded number of checksums for
 * each byte. Not thread-safe.
 */
final class OggChain {
  private static final byte[] CAPTURE_PATTERN = {'O', 'g', 'g', 'S'};
  private static final int FLAGS_OFFSET = 5;
  private static final int BEGIN_OF_STREAM = 2;
  private static final int END_OF_STREAM = 4;
  private static final int SERIAL_OFFSET = 14;
  private static final int CHECKSUM_OFFSET = 22;
  private static final int SEGMENT_COUNT_OFFSET = 26;
  private static final int HEADER_BYTES = 27;
  private static final int MAX_PAGE_BYTES = HEADER_BYTES + 255 + 255 * 255;

  /** Bytes of failed checksums allowed for each byte of input. */
  private static final int CHECKS_A_BYTE = 8;

  private static final int MAX_CHECKS = CHECKS_A_BYTE * MAX_PAGE_BYTES;

  private static final int MAX_STREAMS = 1000;

  private final InputStream in;
  private final byte[] buffer = new byte[2 * MAX_PAGE_BYTES];

  /** Start of the current run, a page or other bytes, in the buffer, and end of the bytes read. */
  private int start;

  private int end;

  /** Length of the current run, and how many of its bytes were read by the caller. */
  private int run;

  private int handedOn;
  private int checks = MAX_CHECKS;

  /** Whether this link has had a page without bos. */
  private boolean inData;

  /** The serial numbers of the link's logical streams that have begun and not ended. */
  private final Set<Integer> streams = new HashSet<>();

  private boolean begun;

  /** Whether the page in the buffer belongs to the next link. */
  private boolean atNextLink;

  OggChain(InputStream in) {
    this.in = in;
  }

  /** The current link up to its end, initially the first one. */
  InputStream link() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int count) throws IOException {
        return readLink(into, offset, count);
      }
    };
  }

  /**
   * Moves to the next link; the rest of the current one is skipped.
   *
   * @return false at the end of the input
   */
  boolean next() throws IOException {
    while (!atNextLink) {
      handedOn = run;
      if (!advance()) {
        return false;
      }
    }
    atNextLink = false;
    inData = false;
    streams.clear();
    follow();
    return true;
  }

  private int readLink(byte[] into, int offset, int count) throws IOException {
    while (handedOn == run) {
      if (atNextLink || !advance()) {
        return -1;
      }
    }
    if (atNextLink) {
      return -1;
    }
    int copied = Math.min(count, run - handedOn);
    System.arraycopy(buffer, start + handedOn, into, offset, copied);
    handedOn += copied;
    return copied;
  }

  /**
   * Moves to the next run: a page or other bytes.
   *
   * @return false at the end of the input
   */
  private boolean advance() throws IOException {
    checks = Math.min(MAX_CHECKS, checks + CHECKS_A_BYTE * run);
    start += run;
    if (start > MAX_PAGE_BYTES) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    handedOn = 0;
    run = pageBytes();
    if (run == 0) {
      run = bytesBeforeAPage();
      return run > 0;
    }
    atNextLink = inData && is(BEGIN_OF_STREAM);
    if (!atNextLink && !follow()) {
      handedOn = run;
    }
    return true;
  }

  private boolean is(int flag) {
    return (buffer[start + FLAGS_OFFSET] & flag) != 0;
  }

  /** Adds a page to the current link; returns whether its logical stream has begun. */
  private boolean follow() {
    int serial = littleEndian(SERIAL_OFFSET);
    if (!is(BEGIN_OF_STREAM)) {
      inData = true;
    } else if (streams.size() < MAX_STREAMS) {
      begun = true;
      streams.add(serial);
    }
    boolean follows = !begun || streams.contains(serial);
    if (is(END_OF_STREAM)) {
      streams.remove(serial);
    }
    return follows;
  }

  /** Length of the whole page at {@code start}; 0 when there is none. */
  private int pageBytes() throws IOException {
    if (!fill(HEADER_BYTES) || !isPattern(start, CAPTURE_PATTERN.length)) {
      return 0;
    }
    int headerBytes = HEADER_BYTES + (buffer[start + SEGMENT_COUNT_OFFSET] & 0xff);
    if (!fill(headerBytes)) {
      return 0;
    }
    int bytes = headerBytes;
    for (int i = HEADER_BYTES; i < headerBytes; i++) {
      bytes += buffer[start + i] & 0xff;
    }
    if (bytes > checks || !fill(bytes)) {
      return 0;
    }
    if (OggChecksum.of(buffer, start, bytes, CHECKSUM_OFFSET) != littleEndian(CHECKSUM_OFFSET)) {
      checks -= bytes;
      return 0;
    }
    return bytes;
  }

  private int littleEndian(int offset) {
    int value = 0;
    for (int i = 3; i >= 0; i--) {
      value = value << 8 | (buffer[start + offset + i] & 0xff);
    }
    return value;
  }

  /** Number of bytes before the next possible start of a page. */
  private int bytesBeforeAPage() {
    for (int at = start + 1; at < end; at++) {
      if (isPattern(at, Math.min(CAPTURE_PATTERN.length, end - at))) {
        return at - start;
      }
    }
    return end - start;
  }

  private boolean isPattern(int at, int bytes) {
    for (int i = 0; i < bytes; i++) {
      if (buffer[at + i] != CAPTURE_PATTERN[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads until {@code bytes} bytes are buffered from {@code start} on; returns false when the
   * input ends before.
   */
  private boolean fill(int bytes) throws IOException {
    while (end - start < bytes) {
      int count = in.read(buffer, end, bytes - (end - start));
      if (count < 0) {
        return false;
      }
      end += count;
    }
    return true;
  }
}
