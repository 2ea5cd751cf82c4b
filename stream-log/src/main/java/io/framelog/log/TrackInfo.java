package io.framelog.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A track as viewers and the API see it. Fields that do not apply are absent.
 *
 * @param id track number in the init segment
 * @param kind {@code video} or {@code audio}
 * @param codec RFC 6381 string
 * @param frameRate frames a second
 * @param pixelAspectRatio width to height of a pixel, {@code 64:45}; absent when it is not known,
 *     where players take pixels for square
 * @param rotation how far the picture is turned before it is shown, degrees clockwise, 1..359;
 *     absent when it is not
 * @param mirrored true when left and right are exchanged after that; absent when they are not
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
  /** A track whose picture, where it has one, is shown as it is coded. */
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
