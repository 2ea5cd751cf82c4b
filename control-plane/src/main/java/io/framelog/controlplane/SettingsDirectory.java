package io.framelog.controlplane;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What operators have set for streams; other streams have the defaults. Thread-safe. */
public final class SettingsDirectory {
  private final Map<String, StreamSettings> settings = new ConcurrentHashMap<>();

  /**
   * An operator has set, or taken back, a stream's settings.
   *
   * @param set null when they were taken back
   */
  public void apply(String stream, @Nullable StreamSettings set) {
    if (set == null) {
      settings.remove(stream);
    } else {
      settings.put(stream, set);
    }
  }

  /** What was set for a stream, or the defaults. */
  public StreamSettings of(String stream) {
    return settings.getOrDefault(stream, StreamSettings.DEFAULT);
  }
}
