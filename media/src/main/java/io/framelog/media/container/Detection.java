package io.framelog.media.container;

/** The result of {@link ContainerDetector}: a container, or none. */
public sealed interface Detection
    permits ParsedContainer, FfmpegContainer, Detection.MoreNeeded, Detection.Unsupported {
  /**
   * The bytes do not suffice.
   *
   * @param headBytes number of first bytes with which to detect again
   */
  record MoreNeeded(int headBytes) implements Detection {}

  /**
   * The bytes belong to no supported container.
   *
   * @param error names the format that they look like, if it is known
   */
  record Unsupported(ContainerException error) implements Detection {}
}
