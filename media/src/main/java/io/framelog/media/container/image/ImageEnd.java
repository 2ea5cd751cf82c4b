package io.framelog.media.container.image;

import java.nio.ByteBuffer;

/** Finds the last byte of one image whose bytes come in any slicing. Not thread-safe. */
interface ImageEnd {
  /**
   * Consumes bytes of the image, never one behind it.
   *
   * @return whether its last byte was among them
   * @throws io.framelog.media.container.ContainerException when this is no such image
   */
  boolean advance(ByteBuffer input);
}
