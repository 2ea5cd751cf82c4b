package io.framelog.benchmarks.latency;

import io.framelog.media.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A fragmented MP4 file to publish, with one {@code moof+mdat} per frame.
 *
 * @param init {@code ftyp+moov}
 * @param frames one fragment each
 */
record Fragments(Bytes init, List<Bytes> frames) {
  static Fragments read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    Bytes init = Bytes.EMPTY;
    List<Bytes> frames = new ArrayList<>();
    int start = 0;
    while (bytes.remaining() >= 8) {
      int at = bytes.position();
      int size = bytes.getInt(at);
      int type = bytes.getInt(at + 4);
      bytes.position(at + size);
      if (type == fourCc("moov")) {
        init = slice(bytes, start, at + size);
        start = at + size;
      } else if (type == fourCc("mdat")) {
        frames.add(slice(bytes, start, at + size));
        start = at + size;
      }
    }
    return new Fragments(init, frames);
  }

  private static Bytes slice(ByteBuffer bytes, int from, int to) {
    byte[] slice = new byte[to - from];
    bytes.get(from, slice);
    return Bytes.wrap(slice);
  }

  private static int fourCc(String name) {
    return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
  }
}
