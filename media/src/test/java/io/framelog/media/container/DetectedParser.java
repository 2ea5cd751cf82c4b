package io.framelog.media.container;

import java.nio.ByteBuffer;

/** The parser of a file whose container the test does not know. */
public final class DetectedParser {
  private DetectedParser() {}

  /**
   * Detects the file's container.
   *
   * @throws ContainerException when it is not supported
   */
  public static ContainerParser of(byte[] file) {
    Detection detected = ContainerDetector.detect(ByteBuffer.wrap(file), true);
    if (detected instanceof Detection.Unsupported unsupported) {
      throw unsupported.error();
    }
    return ((ParsedContainer) detected).parser(ParserLimits.DEFAULT);
  }
}
