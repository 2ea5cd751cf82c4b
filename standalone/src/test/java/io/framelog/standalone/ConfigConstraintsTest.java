package io.framelog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.config.Checked;
import io.framelog.config.Expectation;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every number, duration and size has a constraint, or its check is in code. */
class ConfigConstraintsTest {
  private static final Set<Class<?>> MEASURES =
      Set.of(
          int.class,
          long.class,
          short.class,
          Integer.class,
          Long.class,
          Duration.class,
          MemorySize.class);

  private static final String CHECKED_AS_FOR_THE_CONTROL_API =
      "CaptureSpec checks it, as for a capture that the control API starts";

  /** The keys without a constraint, with the reason. */
  private static final Map<String, String> WITHOUT =
      Map.of(
          "framelog.log.min-free-bytes", "0, or at least a multiple of another key: LogConfigCheck",
          "framelog.log.buffer-memory", "at least a multiple of other keys: LogConfigCheck",
          "framelog.ingest.limits.bitrate", "0, or at least a minimum: IngestConfigCheck",
          "framelog.ingest.websocket.message-bytes", "at most another key: IngestConfigCheck",
          "framelog.ingest.captures.<name>.frame-rate", CHECKED_AS_FOR_THE_CONTROL_API,
          "framelog.ingest.captures.<name>.video-bitrate", CHECKED_AS_FOR_THE_CONTROL_API,
          "framelog.ingest.captures.<name>.keyframe-interval", CHECKED_AS_FOR_THE_CONTROL_API,
          "framelog.ingest.captures.<name>.audio-bitrate", CHECKED_AS_FOR_THE_CONTROL_API,
          "framelog.ingest.captures.<name>.sample-rate", CHECKED_AS_FOR_THE_CONTROL_API,
          "framelog.ingest.captures.<name>.channels", CHECKED_AS_FOR_THE_CONTROL_API);

  @Test
  void everyMeasureHasAConstraintOrAReasonToHaveNone() {
    Map<String, Method> keys = new TreeMap<>();
    for (Class<?> mapping : StartConfig.MAPPINGS) {
      MappingKeys.collect(mapping, keys);
    }

    assertThat(
            keys.entrySet().stream()
                .filter(key -> isMeasure(key.getValue()))
                .filter(key -> Expectation.of(key.getValue()).isEmpty())
                .map(Map.Entry::getKey))
        .containsExactlyInAnyOrderElementsOf(WITHOUT.keySet());
  }

  @Test
  void aMappingWhoseKeysAreCheckedInCodeNamesTheCheck() {
    for (Class<?> mapping : StartConfig.MAPPINGS) {
      String prefix = mapping.getAnnotation(ConfigMapping.class).prefix() + ".";
      if (WITHOUT.keySet().stream().anyMatch(key -> key.startsWith(prefix))) {
        assertThat(mapping).hasAnnotation(Checked.class);
      }
    }
  }

  private static boolean isMeasure(Method key) {
    Type type = key.getGenericReturnType();
    if (key.getReturnType() == Optional.class) {
      type = ((ParameterizedType) type).getActualTypeArguments()[0];
    }
    return MEASURES.contains(type);
  }
}
