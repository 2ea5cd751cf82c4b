package io.framelog.edge.http;

import io.framelog.log.StreamId;
import java.util.Locale;
import java.util.Optional;

/** The containers that a stream's log may contain, named by the extension in the URL. */
enum MediaContainer {
  MP4,
  WEBM;

  /** The container for a URL's extension. */
  static MediaContainer ofEnding(String ending) {
    return valueOf(ending.toUpperCase(Locale.ROOT));
  }

  /** The container of a MIME type from the log; empty for images. */
  static Optional<MediaContainer> ofMime(String mime) {
    String type = mime.split(";", 2)[0].strip();
    for (MediaContainer container : values()) {
      if (type.endsWith("/" + container.ending())) {
        return Optional.of(container);
      }
    }
    return Optional.empty();
  }

  String ending() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A stream's path after {@code /live/}. */
  String file(StreamId stream) {
    return stream + "." + ending();
  }
}
