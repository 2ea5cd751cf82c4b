package io.framelog.media.container.mkv;

import io.framelog.media.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds a title among the tags of a Segment (RFC 9559 §5.1.8), where GStreamer's muxers write it.
 *
 * <pre>
 *   Tags { Tag { Targets, SimpleTag { TagName "TITLE", TagString } … } … }
 * </pre>
 *
 * Tags are not needed to play a stream, so malformed tags are treated as having no title.
 */
final class TagTitle {
  private static final int TAG = 0x7373;
  private static final int SIMPLE_TAG = 0x67C8;
  private static final int TAG_NAME = 0x45A3;
  private static final int TAG_STRING = 0x4487;
  private static final int MAX_ID = 4;
  private static final int MAX_SIZE = 8;

  /** A child element. */
  private record Child(int id, ByteBuffer content) {
    String text() {
      String padded = StandardCharsets.UTF_8.decode(content).toString();
      int end = padded.indexOf('\0');
      return end < 0 ? padded : padded.substring(0, end);
    }
  }

  private TagTitle() {}

  /** The first title; null when there is none. */
  static @Nullable String of(Bytes tags) {
    ByteBuffer rest = ByteBuffer.wrap(tags.sharedArray());
    for (Child tag = next(rest); tag != null; tag = next(rest)) {
      String title = tag.id == TAG ? inTag(tag.content) : null;
      if (title != null) {
        return title;
      }
    }
    return null;
  }

  private static @Nullable String inTag(ByteBuffer tag) {
    for (Child simple = next(tag); simple != null; simple = next(tag)) {
      String title = simple.id == SIMPLE_TAG ? inSimpleTag(simple.content) : null;
      if (title != null) {
        return title;
      }
    }
    return null;
  }

  private static @Nullable String inSimpleTag(ByteBuffer simpleTag) {
    String name = null;
    String value = null;
    for (Child child = next(simpleTag); child != null; child = next(simpleTag)) {
      switch (child.id) {
        case TAG_NAME -> name = child.text();
        case TAG_STRING -> value = child.text();
        default -> {
          // A language or a nested tag.
        }
      }
    }
    return "TITLE".equals(name) && value != null && !value.isBlank() ? value : null;
  }

  /** Consumes the next child of the parent; null at the end, or when it is malformed. */
  private static @Nullable Child next(ByteBuffer parent) {
    long id = varint(parent, MAX_ID, true);
    long size = id < 0 ? -1 : varint(parent, MAX_SIZE, false);
    if (size < 0 || size > parent.remaining()) {
      return null;
    }
    ByteBuffer content = parent.slice(parent.position(), (int) size);
    parent.position(parent.position() + (int) size);
    return new Child((int) id, content);
  }

  /** A variable-size integer (RFC 8794 §4); -1 when it is malformed. */
  private static long varint(ByteBuffer from, int longest, boolean withMarker) {
    if (!from.hasRemaining()) {
      return -1;
    }
    int first = from.get() & 0xff;
    int length = Integer.numberOfLeadingZeros(first) - 23;
    if (length > longest || length - 1 > from.remaining()) {
      return -1;
    }
    long value = withMarker ? first : first & (0xff >>> length);
    for (int i = 1; i < length; i++) {
      value = (value << 8) | (from.get() & 0xff);
    }
    return value;
  }
}
