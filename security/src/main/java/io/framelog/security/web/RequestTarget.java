package io.framelog.security.web;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the address of a request, its request target (RFC 9112 §3.2), before anything reads it.
 * Quarkus would answer a malformed one with 400 and no message: {@link #isCheckedHere()} disables
 * this.
 */
public final class RequestTarget {
  /** Read by Quarkus when its HTTP server is made. */
  private static final String NOT_BY_QUARKUS = "vertx.disableURIValidation";

  private RequestTarget() {}

  /**
   * To be called before Quarkus starts, in a process where {@link WebGuard} checks each request.
   */
  public static void isCheckedHere() {
    System.setProperty(NOT_BY_QUARKUS, "true");
  }

  /**
   * What is wrong with an address, as a sentence; null when it is well-formed. The sentence
   * contains nothing of it, because it may contain a key.
   *
   * @param target as the client sent it
   */
  static @Nullable String fault(String target) {
    int percent = target.indexOf('%');
    while (percent >= 0) {
      if (!isHex(target, percent + 1) || !isHex(target, percent + 2)) {
        return "The address has a % at character "
            + (percent + 1)
            + " without two hexadecimal digits after it, expected %25 for the sign itself (RFC"
            + " 3986, section 2.1).";
      }
      percent = target.indexOf('%', percent + 3);
    }
    try {
      new URI(target);
      return null;
    } catch (URISyntaxException e) {
      return "The address is malformed at character "
          + (e.getIndex() + 1)
          + ": "
          + e.getReason()
          + ", expected a % and two hexadecimal digits in place of characters that RFC 3986 does"
          + " not allow.";
    }
  }

  private static boolean isHex(String text, int at) {
    return at < text.length() && Character.digit(text.charAt(at), 16) >= 0 && text.charAt(at) < 128;
  }
}
