package io.framelog.controlplane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.jspecify.annotations.Nullable;

/** The JSON form of control messages: ISO times, unknown fields ignored. Thread-safe. */
public final class ControlJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private ControlJson() {}

  public static String write(Object message) {
    try {
      return MAPPER.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("message cannot be written as JSON: " + message, e);
    }
  }

  /**
   * Reads one message.
   *
   * @throws IllegalArgumentException when the text is not such a message
   */
  public static <T> T read(String json, Class<T> type) {
    try {
      return present(MAPPER.readValue(json, type));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "not a " + type.getSimpleName() + " message: " + reason(e), e);
    }
  }

  /**
   * Reads JSON that a person wrote: an unknown field is an error.
   *
   * @throws IllegalArgumentException with a message for that person
   */
  public static <T> T readExactly(String json, Class<T> type) {
    try {
      return present(
          MAPPER
              .readerFor(type)
              .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .readValue(json));
    } catch (UnrecognizedPropertyException e) {
      throw new IllegalArgumentException(
          e.getPropertyName() + " is not known, expected some of " + e.getKnownPropertyIds(), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(reason(e), e);
    }
  }

  /** Jackson reads the text {@code null} as a null reference. */
  private static <T> T present(@Nullable T message) {
    if (message == null) {
      throw new IllegalArgumentException("the message is null, expected an object");
    }
    return message;
  }

  /** A record's own message about its values is clearer than Jackson's. */
  private static String reason(JsonProcessingException e) {
    return e.getCause() instanceof IllegalArgumentException wrong && wrong.getMessage() != null
        ? wrong.getMessage()
        : e.getOriginalMessage();
  }
}
