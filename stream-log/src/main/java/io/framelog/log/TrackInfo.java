package io.framelog.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A track in messages to viewers and in the API. Fields that do not apply are absent.
 *
 * @param id track number in the init segment
 * @param kind {@code video} or {@code audio}
 * @param codec RFC 6381 string
 * @param frameRate frames a second
 * @param pixelAspectRatio width to height of a pixel, {@code 64:45}; absent if unknown, then
 *     players assume square pixels
 * @param rotation clockwise rotation of the picture before it is shown, degrees, 1..359; absent if
 *     none
 * @param mirrored true when left and right are exchanged after the rotation; absent if not
 * @param sampleRate samples a second
 * @param language ISO 639-2 code
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrackInfo(
    int id,
    String kind,
    String codec,
    @Nullable Integer width,
    @Nullable Integer height,
    @Nullable Double frameRate,
    @Nullable String pixelAspectRatio,
    @Nullable Integer rotation,
    @Nullable Boolean mirrored,
    @Nullable Integer sampleRate,
    @Nullable Integer channels,
    @Nullable String language) {
  /** A track without aspect ratio, rotation and mirroring. */
  public TrackInfo(
      int id,
      String kind,
      String codec,
      @Nullable Integer width,
      @Nullable Integer height,
      @Nullable Double frameRate,
      @Nullable Integer sampleRate,
      @Nullable Integer channels,
      @Nullable String language) {
    this(
        id,
        kind,
        codec,
        width,
        height,
        frameRate,
        null,
        null,
        null,
        sampleRate,
        channels,
        language);
  }
}
