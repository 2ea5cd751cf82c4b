package io.framelog.ingest.source;

import io.framelog.log.InvalidName;

/** The path {@code /publish/{stream}}, whose stream may have several segments. */
public final class PublishPath {
  /** What a stream's name is put behind. */
  public static final String PARENT = "/publish";

  /** Name of the group that holds the stream's name, or what stands in its place. */
  public static final String STREAM = "stream";

  /** For {@code Router.routeWithRegex}. */
  public static final String PATTERN = PARENT + "/(?<" + STREAM + ">.+?)/?";

  private PublishPath() {}

  /**
   * Why a publisher is rejected whose path names no stream.
   *
   * @param name what stands behind {@code /publish/}, decoded
   */
  public static SourceEnd noStream(String name) {
    return new SourceEnd(
        EndReason.INVALID_STREAM,
        "the path does not name a stream: " + InvalidName.of(name).text());
  }
}
