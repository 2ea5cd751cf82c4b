package io.framelog.standalone;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Lists the keys of mappings. */
final class MappingKeys {
  private MappingKeys() {}

  /** Adds each key of a mapping, with its method. */
  static void collect(Class<?> mapping, Map<String, Method> keys) {
    collect(mapping.getAnnotation(ConfigMapping.class).prefix(), mapping, keys);
  }

  private static void collect(String prefix, Class<?> group, Map<String, Method> keys) {
    for (Method member : group.getDeclaredMethods()) {
      String key = prefix + "." + hyphenated(member.getName());
      if (member.isAnnotationPresent(WithDefault.class)
          || member.getReturnType() == Optional.class) {
        keys.put(key, member);
      } else if (member.getGenericReturnType() instanceof ParameterizedType map) {
        // The operator chooses the map's keys.
        collect(key + ".<name>", (Class<?>) map.getActualTypeArguments()[1], keys);
      } else {
        collect(key, member.getReturnType(), keys);
      }
    }
  }

  private static String hyphenated(String camelCase) {
    return camelCase.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
