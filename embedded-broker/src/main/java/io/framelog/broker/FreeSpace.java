package io.framelog.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * The free bytes of the disk that holds a broker's data.
 *
 * @param folder the data folder
 * @param source the bytes that this process can still write
 */
record FreeSpace(Path folder, LongSupplier source) {
  static FreeSpace of(Path folder) {
    return new FreeSpace(folder, () -> usable(folder));
  }

  private static long usable(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException("the free space of " + folder + " is not known", e);
    }
  }

  long bytes() {
    return source.getAsLong();
  }

  /**
   * Checks that a broker may start.
   *
   * @param needed bytes
   * @throws BrokerException when less is free; its message names the folder and both sizes
   */
  void require(long needed) {
    long free = bytes();
    if (free < needed) {
      throw new BrokerException(
          String.format(
              "the disk of the data folder %s has %s free, expected at least %s (half of"
                  + " framelog.log.min-free-bytes): make room, or set that key lower",
              folder, mib(free), mib(needed)));
    }
  }

  static String mib(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}
