package io.framelog.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a broker's logs. It is formatted once and locked by one broker at a time: when two
 * share it, Kafka halts the process without a message.
 *
 * @param hold file whose lock excludes other brokers while it is open
 */
record DataDir(Path path, boolean temporary, FileChannel hold) {
  private static final String FORMATTED = "meta.properties";
  private static final String HELD = "framelog.lock";

  static DataDir open(@Nullable Path wanted) {
    try {
      return wanted == null
          ? hold(Files.createTempDirectory("framelog-broker-"), true)
          : hold(Files.createDirectories(wanted.toAbsolutePath()), false);
    } catch (IOException e) {
      throw new BrokerException("the data folder " + wanted + " cannot be made or written", e);
    }
  }

  private static DataDir hold(Path path, boolean temporary) throws IOException {
    FileChannel hold =
        FileChannel.open(path.resolve(HELD), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(hold)) {
      hold.close();
      throw new BrokerException("the data folder " + path + " is in use by another broker");
    }
    return new DataDir(path, temporary, hold);
  }

  private static boolean isLocked(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another broker in this JVM.
      return false;
    }
  }

  /** Writes the cluster id and the initial metadata, unless an earlier start has written them. */
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

  /** Releases the lock; removes a temporary folder with all its files. */
  void release() {
    try {
      hold.close();
    } catch (IOException e) {
      throw new BrokerException("the data folder " + path + " cannot be released", e);
    }
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
