package io.framelog.worker.demux;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Text of DVB service information, whose first bytes select the character table (ETSI EN 300 468
 * annex A.2).
 */
final class DvbText {
  private static final int FIRST_CHARACTER = 0x20;
  private static final int LAST_OF_ISO_8859 = 0x0b;
  private static final int OTHER_OF_ISO_8859 = 0x10;

  private DvbText() {}

  /**
   * Decodes a text. Control codes, which emphasize text and break lines, are removed. U+FFFD
   * replaces bytes without a character in the table, and everything but ASCII when Java does not
   * have the table.
   *
   * @param text including the selection of its table
   */
  static String decode(byte[] text) {
    int first = text.length == 0 ? FIRST_CHARACTER : text[0] & 0xff;
    if (first >= FIRST_CHARACTER) {
      return withoutControls(notSelected(text));
    }
    int from = first == OTHER_OF_ISO_8859 ? Math.min(3, text.length) : 1;
    return withoutControls(new String(text, from, text.length - from, table(text, first)));
  }

  /**
   * Text without a selection: the default table is ISO/IEC 6937, which includes ASCII; but many
   * muxers write UTF-8.
   */
  private static String notSelected(byte[] text) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      return new String(text, StandardCharsets.US_ASCII);
    }
  }

  private static Charset table(byte[] text, int first) {
    if (first <= LAST_OF_ISO_8859) {
      return known("ISO-8859-" + (first + 4));
    }
    return switch (first) {
      case OTHER_OF_ISO_8859 -> text.length < 3 ? StandardCharsets.US_ASCII : known(iso8859(text));
      case 0x11, 0x14 -> StandardCharsets.UTF_16BE;
      case 0x12 -> known("EUC-KR");
      case 0x13 -> known("GB2312");
      case 0x15 -> StandardCharsets.UTF_8;
      default -> StandardCharsets.US_ASCII;
    };
  }

  private static String iso8859(byte[] text) {
    return "ISO-8859-" + ((text[1] & 0xff) << 8 | (text[2] & 0xff));
  }

  private static Charset known(String name) {
    return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.US_ASCII;
  }

  private static String withoutControls(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .filter(character -> !Character.isISOControl(character) && !isDvbControl(character))
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /** Annex A.1: the control codes of two-byte tables and of UTF-8. */
  private static boolean isDvbControl(int character) {
    return character >= 0xe080 && character <= 0xe09f;
  }
}
