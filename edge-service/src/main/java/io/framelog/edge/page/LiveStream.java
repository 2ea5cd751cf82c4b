package io.framelog.edge.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.framelog.log.TrackInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code GET /live}.
 *
 * @param mime absent until the publisher's first header
 * @param since when its session began
 * @param viewers on this edge
 * @param joinable false when the encoder makes no keyframes at which viewers could join
 * @param advice what to change at the encoder; absent if nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LiveStream(
    String id,
    @Nullable String mime,
    List<TrackInfo> tracks,
    Instant since,
    int viewers,
    boolean joinable,
    @Nullable String advice) {
  LiveStream {
    tracks = List.copyOf(tracks);
  }
}
