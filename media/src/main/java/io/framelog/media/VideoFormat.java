package io.framelog.media;

/**
 * The picture of a video track.
 *
 * @param width coded width shown, pixels, 0..65535; 0 when the container does not say
 * @param height coded height shown, pixels, 0..65535; 0 when the container does not say
 * @param frameRate nominal frames a second; 0 when unknown
 */
public record VideoFormat(int width, int height, double frameRate) {
  public VideoFormat {
    if (width < 0 || width > 65535 || height < 0 || height > 65535) {
      throw new IllegalArgumentException(
          "picture size " + width + "x" + height + ", expected each side in 0..65535");
    }
    if (!(frameRate >= 0) || Double.isInfinite(frameRate)) {
      throw new IllegalArgumentException("frame rate " + frameRate + ", expected 0 or more");
    }
  }
}
