package io.framelog.media.container.mkv;

/** How an element's content is to be read, RFC 8794 §7. */
enum ElementType {
  /** Holds other elements. */
  MASTER,
  UNSIGNED,
  FLOAT,
  TEXT,
  /** Small or large, handed on in one piece. */
  BINARY,
  /** Passed over without keeping a byte. */
  SKIPPED
}
