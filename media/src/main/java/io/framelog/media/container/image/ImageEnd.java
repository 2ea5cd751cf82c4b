package io.framelog.media.container.image;

import java.nio.ByteBuffer;

/** Finds the last byte of one image, in slices of any size. Not thread-safe. */
interface ImageEnd {
  /**
   * Consumes bytes of the image, but none after it.
   *
   * @return whether its last byte was among them
   * @throws io.framelog.media.container.ContainerException when the bytes are not such an image
   */
  boolean advance(ByteBuffer input);
}
