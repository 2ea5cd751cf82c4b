package io.framelog.controlplane;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.Map;
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
          "not a " + type.getSimpleName() + " message: " + reason(e, e.getOriginalMessage()), e);
    }
  }

  /**
   * Reads JSON that a person wrote: an unknown field is an error.
   *
   * @throws IllegalArgumentException with a message for that person: what is wrong, and where
   */
  public static <T> T readExactly(String json, Class<T> type) {
    try {
      return present(
          MAPPER
              .readerFor(type)
              .with(
                  DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                  DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .without(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
              .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
              .readValue(json));
    } catch (UnrecognizedPropertyException e) {
      throw new IllegalArgumentException(
          e.getPropertyName() + " is not known, expected some of " + e.getKnownPropertyIds(), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(reason(e, JsonFault.describe(e)), e);
    }
  }

  /**
   * Copies a message to another type, by the names of the fields. Fields that the other type does
   * not have are ignored.
   *
   * @throws IllegalArgumentException if the other type refuses a value, with its message
   */
  public static <T> T convert(Object message, Class<T> type) {
    JsonNode fields = MAPPER.valueToTree(message);
    try {
      return present(MAPPER.treeToValue(fields, type));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(reason(e, JsonFault.describe(e)), e);
    }
  }

  /** The fields that a message has in JSON, in order. */
  public static Map<String, Object> fields(Object message) {
    return MAPPER.convertValue(message, new TypeReference<Map<String, Object>>() {});
  }

  /** Jackson reads the text {@code null} as a null reference. */
  private static <T> T present(@Nullable T message) {
    if (message == null) {
      throw new IllegalArgumentException("the message is null, expected a JSON object");
    }
    return message;
  }

  /**
   * A record's own message about its values is clearer than Jackson's.
   *
   * @param otherwise the message if no record refused a value
   */
  private static String reason(JsonProcessingException e, String otherwise) {
    return e.getCause() instanceof IllegalArgumentException wrong && wrong.getMessage() != null
        ? wrong.getMessage()
        : otherwise;
  }
}
