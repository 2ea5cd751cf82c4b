package io.framelog.worker.capture;

/**
 * A device in the notation of the configuration, {@code v4l2:/dev/video0}.
 *
 * @param scheme FFmpeg's name for the kind of device
 * @param name the name that FFmpeg opens; the node has checked its characters
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

  /**
   * Whether it is a generator, which delivers as fast as it is read and must be slowed to real
   * time.
   */
  boolean isGenerator() {
    return scheme.equals("lavfi");
  }

  @Override
  public String toString() {
    return scheme + ":" + name;
  }
}
