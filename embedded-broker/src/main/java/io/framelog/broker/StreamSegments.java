package io.framelog.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * The segments of streams' logs that Kafka can remove, found by their files:
 *
 * <pre>
 * framelog.live.cam1-0/00000000000000000000.log      removable
 *                      00000000000000004711.log      removable
 *                      00000000000000009042.log      not removable: Kafka appends to the newest
 * </pre>
 */
final class StreamSegments {
  private static final String STREAM_FOLDERS = "framelog.live.*-0";
  private static final Pattern LOG_FILE = Pattern.compile("\\d{20}\\.log");

  /**
   * A complete segment: a newer one follows.
   *
   * @param bytes size of its records
   * @param lastWritten when the last of them was appended
   * @param end offset of the first record of the next segment
   */
  record Segment(TopicPartition partition, Path file, long bytes, Instant lastWritten, long end) {
    boolean exists() {
      return Files.exists(file);
    }
  }

  private StreamSegments() {}

  /** All removable segments, the least recently written first. */
  static List<Segment> removable(Path dataDir) {
    List<Segment> found = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(dataDir, STREAM_FOLDERS)) {
      for (Path folder : folders) {
        addRemovable(folder, found);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the data folder " + dataDir + " cannot be listed", e);
    }
    found.sort(Comparator.comparing(Segment::lastWritten));
    return found;
  }

  private static void addRemovable(Path folder, List<Segment> found) throws IOException {
    String name = String.valueOf(folder.getFileName());
    TopicPartition partition =
        new TopicPartition(name.substring(0, name.length() - "-0".length()), 0);
    try (var files = Files.list(folder)) {
      List<Path> logs =
          files
              .filter(file -> LOG_FILE.matcher(String.valueOf(file.getFileName())).matches())
              .sorted()
              .toList();
      for (int i = 0; i + 1 < logs.size(); i++) {
        Path file = logs.get(i);
        found.add(
            new Segment(
                partition,
                file,
                Files.size(file),
                Files.getLastModifiedTime(file).toInstant(),
                baseOffset(logs.get(i + 1))));
      }
    } catch (NoSuchFileException e) {
      // Kafka has removed the folder meanwhile.
      return;
    }
  }

  private static long baseOffset(Path log) {
    String name = String.valueOf(log.getFileName());
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }
}
