package io.framelog.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A track as viewers and the API see it. Fields that do not apply are absent.
 *
 * @param id track number in the init segment
 * @param kind {@code video} or {@code audio}
 * @param codec RFC 6381 string
 * @param frameRate frames a second
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
    @Nullable Integer sampleRate,
    @Nullable Integer channels,
    @Nullable String language) {}
