package io.framelog.config;

import jakarta.validation.Constraint;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

/**
 * What the constraints of a key expect, in words: a minimum and a maximum are one range. All other
 * constraints have the words as their {@code message}, in which {@code {value}} is their attribute.
 */
public final class Expectation {
  private static final String VALUE = "{value}";

  private Expectation() {}

  /**
   * The expectation of a key.
   *
   * @param key the method of a mapping
   * @return for example {@code 1 to 64}; empty if the key has no constraint
   */
  public static Optional<String> of(Method key) {
    @Nullable String least = null;
    @Nullable String most = null;
    List<String> texts = new ArrayList<>();
    for (Annotation constraint : constraints(key)) {
      if (constraint instanceof Min min) {
        least = Long.toString(min.value());
      } else if (constraint instanceof Max max) {
        most = Long.toString(max.value());
      } else if (constraint instanceof DurationMin min) {
        least = duration(min).toString();
      } else if (constraint instanceof DurationMax max) {
        most = duration(max).toString();
      } else {
        texts.add(message(constraint));
      }
    }
    if (least != null && most != null) {
      texts.add(least + " to " + most);
    } else if (least != null) {
      texts.add("at least " + least);
    } else if (most != null) {
      texts.add("at most " + most);
    }
    return texts.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", texts));
  }

  /** Those of the method, and those of the element of an {@code Optional}. */
  private static List<Annotation> constraints(Method key) {
    Stream<AnnotatedElement> annotated = Stream.of(key);
    if (key.getAnnotatedReturnType() instanceof AnnotatedParameterizedType type) {
      annotated = Stream.concat(annotated, Stream.of(type.getAnnotatedActualTypeArguments()));
    }
    return annotated
        .flatMap(element -> Stream.of(element.getAnnotations()))
        .filter(each -> each.annotationType().isAnnotationPresent(Constraint.class))
        .toList();
  }

  private static Duration duration(DurationMin min) {
    requireInclusive(min.inclusive());
    return Duration.ofDays(min.days())
        .plusHours(min.hours())
        .plusMinutes(min.minutes())
        .plusSeconds(min.seconds())
        .plusMillis(min.millis())
        .plusNanos(min.nanos());
  }

  private static Duration duration(DurationMax max) {
    requireInclusive(max.inclusive());
    return Duration.ofDays(max.days())
        .plusHours(max.hours())
        .plusMinutes(max.minutes())
        .plusSeconds(max.seconds())
        .plusMillis(max.millis())
        .plusNanos(max.nanos());
  }

  private static void requireInclusive(boolean inclusive) {
    if (!inclusive) {
      throw new IllegalStateException("the bound of a duration is exclusive, expected inclusive");
    }
  }

  private static String message(Annotation constraint) {
    String message = attribute(constraint, "message");
    return message.contains(VALUE)
        ? message.replace(VALUE, attribute(constraint, "value"))
        : message;
  }

  private static String attribute(Annotation constraint, String name) {
    try {
      return String.valueOf(constraint.annotationType().getMethod(name).invoke(constraint));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(constraint + " has no attribute " + name, e);
    }
  }
}
