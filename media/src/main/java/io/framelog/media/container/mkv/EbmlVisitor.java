package io.framelog.media.container.mkv;

import java.nio.ByteBuffer;

/**
 * Receives the elements from {@link EbmlReader}, in the order of the bytes. Offsets are those of
 * the element.
 */
interface EbmlVisitor {
  /**
   * An element's header was read, before any of its content is kept or skipped.
   *
   * @param size bytes of content, or {@link EbmlReader#UNKNOWN_SIZE}
   * @throws io.framelog.media.container.ContainerException to refuse it
   */
  void check(Element element, long size, long offset);

  void enter(Element element, long offset);

  void leave(Element element, long offset);

  void unsigned(Element element, long value, long offset);

  void floating(Element element, double value, long offset);

  void text(Element element, String value, long offset);

  /** The data is valid only during the call. */
  void binary(Element element, ByteBuffer data, long offset);

  /** An element's content was skipped. */
  void skipped(Element element, long offset);
}
