package io.framelog.benchmarks.ingest;

import io.framelog.media.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file to publish, with one fragment or Cluster per frame. Its title is {@value #TITLE}, which is
 * replaced for other streams.
 *
 * @param header bytes before the first frame
 * @param frames one fragment or Cluster each
 */
public record PublishedFile(Bytes header, List<Bytes> frames) {
  /** Has the same length as the names that replace it, so that no length in the header changes. */
  public static final String TITLE = "bench-0000";

  private static final int CLUSTER = 0x1f43b675;

  public static PublishedFile read(Path file) throws IOException {
    return of(Files.readAllBytes(file));
  }

  public static PublishedFile of(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    List<Integer> ends = bytes.getInt(0) == 0x1a45dfa3 ? clusterEnds(bytes) : fragmentEnds(bytes);
    List<Bytes> pieces = new ArrayList<>();
    int start = 0;
    for (int end : ends) {
      byte[] piece = new byte[end - start];
      bytes.get(start, piece);
      pieces.add(Bytes.wrap(piece));
      start = end;
    }
    return new PublishedFile(pieces.get(0), List.copyOf(pieces.subList(1, pieces.size())));
  }

  /** Ends of {@code moov} and of each {@code mdat}. */
  private static List<Integer> fragmentEnds(ByteBuffer bytes) {
    List<Integer> ends = new ArrayList<>();
    for (int at = 0; at + 8 <= bytes.limit(); at += bytes.getInt(at)) {
      String type = StandardCharsets.ISO_8859_1.decode(bytes.slice(at + 4, 4)).toString();
      if (type.equals("moov") || type.equals("mdat")) {
        ends.add(at + bytes.getInt(at));
      }
    }
    return ends;
  }

  /** Start of the first Cluster and end of each; ffmpeg writes their sizes. */
  private static List<Integer> clusterEnds(ByteBuffer bytes) {
    List<Integer> ends = new ArrayList<>();
    int at = 0;
    while (bytes.getInt(at) != CLUSTER) {
      at++;
    }
    ends.add(at);
    while (at + 12 <= bytes.limit() && bytes.getInt(at) == CLUSTER) {
      int sizeBytes = Integer.numberOfLeadingZeros(bytes.get(at + 4) & 0xff) - 23;
      long marked = bytes.getLong(at + 4) >>> (8 * (8 - sizeBytes));
      at += 4 + sizeBytes + (int) (marked & ((1L << (7 * sizeBytes)) - 1));
      ends.add(at);
    }
    return ends;
  }

  /** The header with another stream's name. */
  public byte[] headerFor(String name) {
    String text = new String(header.sharedArray(), StandardCharsets.ISO_8859_1);
    if (name.length() != TITLE.length() || !text.contains(TITLE)) {
      throw new IllegalArgumentException("no title " + TITLE + " to replace with " + name);
    }
    return text.replace(TITLE, name).getBytes(StandardCharsets.ISO_8859_1);
  }

  public long bytesOf(int fromFrame, int toFrame) {
    return frames.subList(fromFrame, toFrame).stream().mapToLong(Bytes::length).sum();
  }
}
