package io.framelog.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/** The folder a broker keeps its logs in, formatted once. */
record DataDir(Path path, boolean temporary) {
  private static final String FORMATTED = "meta.properties";

  static DataDir open(@Nullable Path wanted) {
    try {
      return wanted == null
          ? new DataDir(Files.createTempDirectory("framelog-broker-"), true)
          : new DataDir(Files.createDirectories(wanted.toAbsolutePath()), false);
    } catch (IOException e) {
      throw new BrokerException("the data folder " + wanted + " cannot be made", e);
    }
  }

  /** Writes cluster id and first metadata, unless an earlier start has done so. */
  void format(int nodeId, String controllerListener) {
    if (Files.exists(path.resolve(FORMATTED))) {
      return;
    }
    try {
      new Formatter()
          .setNodeId(nodeId)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(path.toString())
          .setMetadataLogDirectory(path.toString())
          .setControllerListenerName(controllerListener)
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true))
          .run();
    } catch (Exception e) {
      throw new BrokerException("the data folder " + path + " cannot be formatted", e);
    }
  }

  /** Removes a temporary folder with all that is in it. */
  void release() {
    if (!temporary) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new BrokerException("the temporary folder " + path + " cannot be removed", e);
    }
  }

  void putInto(Properties settings) {
    settings.put("log.dirs", path.toString());
  }
}
