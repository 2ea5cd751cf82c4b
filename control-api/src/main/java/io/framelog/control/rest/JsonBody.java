package io.framelog.control.rest;

import io.framelog.controlplane.ControlJson;
import jakarta.ws.rs.BadRequestException;
import java.nio.charset.StandardCharsets;

/** Reads the JSON body of a request. */
final class JsonBody {
  private JsonBody() {}

  /**
   * Reads a body as UTF-8, whatever charset its type names (RFC 8259 §8.1, §11).
   *
   * @param example of a body, for the error
   * @throws BadRequestException saying what is wrong and where
   */
  static <T> T read(byte[] body, Class<T> type, String example) {
    String json = new String(body, StandardCharsets.UTF_8);
    if (json.isBlank()) {
      throw new BadRequestException("the body is empty, expected " + example);
    }
    try {
      return ControlJson.readExactly(json, type);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("the body is not valid: " + e.getMessage(), e);
    }
  }
}
