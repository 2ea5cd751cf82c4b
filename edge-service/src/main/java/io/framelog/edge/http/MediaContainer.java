package io.framelog.edge.http;

import io.framelog.log.StreamId;
import java.util.Locale;
import java.util.Optional;

/** The containers a stream's log may hold, as the ending of their URL. */
enum MediaContainer {
  MP4,
  WEBM;

  /** By the ending of a URL. */
  static MediaContainer ofEnding(String ending) {
    return valueOf(ending.toUpperCase(Locale.ROOT));
  }

  /** Of a MIME type as it is in the log; empty for images. */
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

  /** A stream's URL behind {@code /live/}. */
  String file(StreamId stream) {
    return stream + "." + ending();
  }
}
