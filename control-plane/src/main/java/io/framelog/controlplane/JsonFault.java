package io.framelog.controlplane;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes what is wrong with a JSON text, and where. Jackson's own messages name Java types and
 * settings of Jackson, which the sender does not know.
 */
final class JsonFault {
  private static final Set<Class<?>> WHOLE_NUMBERS =
      Set.of(int.class, Integer.class, long.class, Long.class);

  private JsonFault() {}

  /** As {@code limits.tracks is not valid, expected a whole number (line 1, column 23)}. */
  static String describe(JsonProcessingException e) {
    String field = e instanceof JsonMappingException mapping ? path(mapping) : "";
    // Jackson wraps an error of its parser to add the path.
    JsonProcessingException fault =
        e.getCause() instanceof JsonProcessingException ofParser ? ofParser : e;
    return what(fault, field) + where(fault.getLocation());
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      String field = step.getFieldName();
      if (field == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(field);
      }
    }
    return path.toString();
  }

  private static String what(JsonProcessingException fault, String field) {
    if (fault instanceof JsonEOFException) {
      return "the JSON text ends too early";
    }
    if (fault instanceof InputCoercionException) {
      return (field.isEmpty() ? "a number" : field) + " is out of range";
    }
    if (fault instanceof StreamReadException) {
      return "the text is not JSON";
    }
    if (fault instanceof StreamConstraintsException) {
      return "a number is too long, or values are nested too deeply";
    }
    String expected =
        fault instanceof MismatchedInputException mismatch
            ? expected(mismatch.getTargetType())
            : "another value";
    return (field.isEmpty() ? "" : field + " is not valid, ") + "expected " + expected;
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "another value";
    }
    if (WHOLE_NUMBERS.contains(type)) {
      return "a whole number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "a string";
    }
    return type.isRecord() ? "a JSON object" : "another value";
  }

  private static String where(@Nullable JsonLocation location) {
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }
}
