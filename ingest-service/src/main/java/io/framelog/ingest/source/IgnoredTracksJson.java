package io.framelog.ingest.source;

import io.framelog.log.IgnoredTrackInfo;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tracks that are left out, as they are sent to a publisher: {@code ignoredTracks} of docs/3.
 */
public final class IgnoredTracksJson {
  private IgnoredTracksJson() {}

  /** Fields that are not known are absent. */
  public static JsonArray of(List<IgnoredTrackInfo> tracks) {
    JsonArray array = new JsonArray();
    for (IgnoredTrackInfo track : tracks) {
      JsonObject object = new JsonObject().put("id", track.id());
      put(object, "kind", track.kind());
      put(object, "codec", track.codec());
      put(object, "language", track.language());
      put(object, "reason", track.reason());
      array.add(object);
    }
    return array;
  }

  private static void put(JsonObject object, String name, @Nullable String value) {
    if (value != null) {
      object.put(name, value);
    }
  }
}
