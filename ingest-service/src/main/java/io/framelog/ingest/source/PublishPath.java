package io.framelog.ingest.source;

import io.framelog.log.InvalidName;

/** The path {@code /publish/{stream}}, whose stream may have several segments. */
public final class PublishPath {
  /** The path before a stream's name. */
  public static final String PARENT = "/publish";

  /** Name of the group that captures the stream's name, which may be invalid. */
  public static final String STREAM = "stream";

  /** For {@code Router.routeWithRegex}. */
  public static final String PATTERN = PARENT + "/(?<" + STREAM + ">.+?)/?";

  private PublishPath() {}

  /**
   * The end of a publisher whose path names no stream.
   *
   * @param name the path after {@code /publish/}, decoded
   */
  public static SourceEnd noStream(String name) {
    return new SourceEnd(
        EndReason.INVALID_STREAM,
        "the path does not name a stream: " + InvalidName.of(name).text());
  }
}
