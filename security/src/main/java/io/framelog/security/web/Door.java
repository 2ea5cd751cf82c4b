package io.framelog.security.web;

import java.util.List;

/**
 * The rules for the paths of one service. A service provides its doors as beans. A path without a
 * door accepts only pages of its own origin, and only changes in JSON.
 *
 * @param paths each includes the paths below it, as {@code /live}
 * @param origins whose pages may use these paths
 * @param kind what is sent to these paths
 */
public record Door(List<String> paths, OriginPolicy origins, Kind kind) {
  /** What is sent to the paths of a door. */
  public enum Kind {
    /** Requests without a body; changes, which are JSON. */
    ORDINARY,
    /**
     * Media. The route itself refuses pages of other websites, with an answer of its own protocol.
     */
    PUBLISHING
  }

  public Door {
    paths = List.copyOf(paths);
    if (paths.isEmpty() || !paths.stream().allMatch(path -> path.startsWith("/"))) {
      throw new IllegalArgumentException("paths are " + paths + ", expected each to begin with /");
    }
  }

  /** Whether the door leads to a normalized path. */
  boolean leadsTo(String path) {
    return paths.stream().anyMatch(each -> isBelow(path, each));
  }

  private static boolean isBelow(String path, String start) {
    return path.startsWith(start)
        && (path.length() == start.length() || path.charAt(start.length()) == '/');
  }
}
