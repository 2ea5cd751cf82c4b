package io.framelog.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A track that the publisher sends and Framelog omits. Unknown fields are absent.
 *
 * @param id track number in the publisher's container
 * @param kind {@code video}, {@code audio}, {@code subtitle} or {@code data}
 * @param codec its name in the container
 * @param language ISO 639-2 code
 * @param reason the reason, one sentence without a full stop
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IgnoredTrackInfo(
    int id,
    @Nullable String kind,
    @Nullable String codec,
    @Nullable String language,
    @Nullable String reason) {}
