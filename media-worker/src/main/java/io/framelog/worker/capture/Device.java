package io.framelog.worker.capture;

/**
 * A device as it is written in the configuration, {@code v4l2:/dev/video0}.
 *
 * @param scheme FFmpeg's name for the kind of device
 * @param name what FFmpeg is asked to open; the node has checked that it is a plain name
 */
record Device(String scheme, String name) {
  static Device parse(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0 || colon == text.length() - 1) {
      throw new IllegalArgumentException(
          "device is " + text + ", expected a kind, a colon and a name: v4l2:/dev/video0");
    }
    return new Device(text.substring(0, colon), text.substring(colon + 1));
  }

  /** A generator that runs as fast as it is read, so that it has to be held to real time. */
  boolean isGenerator() {
    return scheme.equals("lavfi");
  }

  @Override
  public String toString() {
    return scheme + ":" + name;
  }
}
