package io.framelog.ingest.session;

import io.framelog.log.InvalidName;
import io.framelog.log.StreamId;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stream's name out of a container's title, {@code cam1} or {@code cam1?key=…}. The key
 * is removed here, so that no message contains it.
 */
final class ContainerTitle {
  private ContainerTitle() {}

  /**
   * The stream that a title names.
   *
   * @param fallback for a container without a title
   * @throws IllegalArgumentException when the title is not a stream id
   */
  static StreamId streamOf(@Nullable String title, StreamId fallback) {
    if (title == null || title.isBlank()) {
      return fallback;
    }
    int query = title.indexOf('?');
    String name = (query < 0 ? title : title.substring(0, query)).strip();
    if (name.isEmpty()) {
      return fallback;
    }
    if (!StreamId.isValid(name)) {
      throw new IllegalArgumentException(
          "the container's title does not name a stream, as in -metadata title=cam1: "
              + InvalidName.of(name).text());
    }
    return new StreamId(name);
  }

  /** The query after the name, which may contain a key; empty when there is none. */
  static String queryOf(@Nullable String title) {
    int query = title == null ? -1 : title.indexOf('?');
    return title == null || query < 0 ? "" : title.substring(query + 1);
  }
}
