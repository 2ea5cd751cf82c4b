package io.framelog.media.container.mkv;

/** The type of an element's content, RFC 8794 §7. */
enum ElementType {
  /** Contains other elements. */
  MASTER,
  UNSIGNED,
  FLOAT,
  TEXT,
  /** Of any size, passed to the visitor in one piece. */
  BINARY,
  /** Skipped without buffering. */
  SKIPPED
}
