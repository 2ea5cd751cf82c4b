package io.framelog.media.container;

import java.nio.ByteBuffer;

/** The parser of a file whose container the test does not know. */
public final class DetectedParser {
  private DetectedParser() {}

  public static ContainerParser of(byte[] file) {
    ParsedContainer container =
        (ParsedContainer) ContainerDetector.detect(ByteBuffer.wrap(file), true);
    return container.parser(ParserLimits.DEFAULT);
  }
}
