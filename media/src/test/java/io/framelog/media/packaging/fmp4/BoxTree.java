package io.framelog.media.packaging.fmp4;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parses boxes strictly: every size must add up. Paths look like {@code moof/traf/trun}. */
final class BoxTree {
  private static final Set<String> CONTAINERS =
      Set.of("moov", "trak", "mdia", "minf", "dinf", "stbl", "mvex", "moof", "traf");

  /** A box's payload and its offset in the file. */
  record Box(String path, ByteBuffer payload, int start) {}

  private final List<Box> boxes = new ArrayList<>();

  BoxTree(Bytes file) {
    read(file.buffer(), "");
  }

  private void read(ByteBuffer in, String parent) {
    while (in.hasRemaining()) {
      int start = in.position();
      int size = in.getInt();
      byte[] type = new byte[4];
      in.get(type);
      String path = parent + new String(type, StandardCharsets.US_ASCII);
      assertThat(size).as("size of %s", path).isBetween(8, in.limit() - start);
      ByteBuffer payload = in.duplicate().limit(start + size);
      boxes.add(new Box(path, payload.slice(), start));
      if (CONTAINERS.contains(path.substring(parent.length()))) {
        read(payload, path + "/");
      }
      in.position(start + size);
    }
  }

  List<String> paths() {
    return boxes.stream().map(Box::path).toList();
  }

  List<Box> all(String path) {
    return boxes.stream().filter(box -> box.path.equals(path)).toList();
  }

  Box one(String path) {
    assertThat(all(path)).as(path).hasSize(1);
    return all(path).get(0);
  }
}
