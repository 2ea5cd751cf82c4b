package io.framelog.media.container.mkv;

import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ContainerException.Reason;
import io.framelog.media.container.GatherBuffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Parses EBML syntax (RFC 8794), in slices of any size, and calls a visitor. Knows the element tree
 * but not the meaning of elements.
 *
 * <pre>
 *          +--------------------------------------------------+
 *          v                                   master entered |
 *      +------+ id complete  +--------+ size complete         |
 *   -->|  ID  |------------->|  SIZE  |-----------------------+
 *      +------+              +--------+
 *          ^                      | other than a master
 *          |  content complete    v
 *          |                 +---------+
 *          +-----------------| CONTENT |  number: accumulated
 *            (masters that   +---------+  text, binary: slice of the input, or buffered
 *             end here left)              skipped: counted down
 * </pre>
 *
 * <p>Invariants: each byte is read once; an element of known size is within every open element of
 * known size; an element of unknown size ends with its parent, or at the first element it cannot
 * contain; memory for content grows with the received bytes, never with the announced size.
 */
final class EbmlReader {
  static final long UNKNOWN_SIZE = -1;

  private static final int MAX_DEPTH = 8;

  /** The only ignored element that is allowed at the top level, RFC 8794 §11.3.2. */
  private static final int VOID = 0xec;

  private enum State {
    ID,
    SIZE,
    CONTENT
  }

  private final EbmlVisitor visitor;
  private final Varint varint = new Varint();
  private final GatherBuffer gathered = new GatherBuffer();

  private final Element[] open = new Element[MAX_DEPTH];
  private final long[] openOffset = new long[MAX_DEPTH];
  private final long[] openEnd = new long[MAX_DEPTH];
  private int depth;

  private State state = State.ID;
  private long position;
  private int elementId;
  private Element element = Element.OTHER;
  private long elementOffset;
  private long contentLeft;
  private int contentSize;
  private long number;

  EbmlReader(EbmlVisitor visitor) {
    this.visitor = visitor;
  }

  /** Bytes read so far. */
  long position() {
    return position;
  }

  /** Consumes all of the input. */
  void feed(ByteBuffer input) {
    while (input.hasRemaining()) {
      switch (state) {
        case ID -> readId(input);
        case SIZE -> readSize(input);
        case CONTENT -> readContent(input);
      }
    }
  }

  private boolean readVarint(ByteBuffer input) {
    while (input.hasRemaining()) {
      position++;
      if (varint.accept(input.get() & 0xff)) {
        return true;
      }
    }
    return false;
  }

  private void readId(ByteBuffer input) {
    if (varint.length() == 0) {
      elementOffset = position;
      // Checked at the first byte, without waiting for the rest of a longer id.
      int first = input.get(input.position()) & 0xff;
      if (first < 0x10) {
        throw malformed(
            "byte 0x"
                + Integer.toHexString(first)
                + " does not begin an EBML id, expected 0x10 or more");
      }
    }
    if (readVarint(input)) {
      elementId = (int) varint.withMarker();
      element = Element.of(elementId);
      varint.reset();
      state = State.SIZE;
    }
  }

  private void readSize(ByteBuffer input) {
    if (!readVarint(input)) {
      return;
    }
    if (varint.length() > 8) {
      throw malformed("the size of " + element + " begins with a zero byte");
    }
    long size = varint.isUnknown() ? UNKNOWN_SIZE : varint.number();
    varint.reset();
    leaveOpenEnded();
    requirePlace(size);
    visitor.check(element, size, elementOffset);
    begin(size);
  }

  /**
   * An element that parents of unknown size cannot contain ends them, if an outer element can
   * contain it.
   */
  private void leaveOpenEnded() {
    int place = depth;
    while (place > 0 && open[place - 1] != element.parent()) {
      if (element == Element.OTHER || openEnd[place - 1] != UNKNOWN_SIZE) {
        return;
      }
      place--;
    }
    if (place > 0 || element.parent() == null) {
      while (depth > place) {
        leaveInnermost();
      }
    }
  }

  private void requirePlace(long size) {
    Element parent = depth == 0 ? null : open[depth - 1];
    if (element == Element.OTHER) {
      if (parent == null && elementId != VOID) {
        throw malformed("an unknown element, expected an EBML header or a Segment");
      }
    } else if (element.parent() != parent) {
      throw malformed(element + " inside " + describe(parent));
    }
    if (size == UNKNOWN_SIZE) {
      if (!element.mayBeOpenEnded()) {
        throw malformed(element + " of unknown size, which only Segment and Cluster may have");
      }
      return;
    }
    long end = innermostKnownEnd();
    if (end != UNKNOWN_SIZE && size > end - position) {
      throw malformed(
          element + " of " + size + " bytes goes beyond the end of " + describe(parent));
    }
  }

  private static String describe(@Nullable Element parent) {
    return parent == null ? "no other element" : parent.toString();
  }

  private void begin(long size) {
    switch (element.type()) {
      case MASTER -> {
        open[depth] = element;
        openOffset[depth] = elementOffset;
        openEnd[depth] = size == UNKNOWN_SIZE ? UNKNOWN_SIZE : position + size;
        depth++;
        visitor.enter(element, elementOffset);
        state = State.ID;
        leaveEnded();
        return;
      }
      case UNSIGNED, FLOAT -> {
        if (size > 8) {
          throw malformed(element + " of " + size + " bytes, expected at most 8");
        }
        number = 0;
      }
      case TEXT, BINARY -> {
        if (size > Integer.MAX_VALUE - 8) {
          throw new ContainerException(
              Reason.LIMIT_EXCEEDED, elementOffset, element + " of " + size + " bytes");
        }
        gathered.clear();
      }
      case SKIPPED -> {
        // Counted down.
      }
    }
    contentLeft = size;
    contentSize = (int) Math.min(size, Integer.MAX_VALUE);
    state = State.CONTENT;
    if (size == 0) {
      complete(null);
    }
  }

  private void readContent(ByteBuffer input) {
    int available = (int) Math.min(contentLeft, input.remaining());
    ByteBuffer whole = null;
    switch (element.type()) {
      case UNSIGNED, FLOAT -> {
        for (int i = 0; i < available; i++) {
          number = (number << 8) | (input.get() & 0xff);
        }
      }
      case TEXT, BINARY -> {
        if (available == contentSize) {
          whole = input.slice(input.position(), available);
          input.position(input.position() + available);
        } else {
          gathered.append(input, available);
        }
      }
      default -> input.position(input.position() + available);
    }
    contentLeft -= available;
    position += available;
    if (contentLeft == 0) {
      complete(whole);
    }
  }

  /** The content is complete, in {@code whole} if it arrived in one piece. */
  private void complete(@Nullable ByteBuffer whole) {
    switch (element.type()) {
      case UNSIGNED -> visitor.unsigned(element, number, elementOffset);
      case FLOAT -> visitor.floating(element, floating(), elementOffset);
      case TEXT -> visitor.text(element, text(content(whole)), elementOffset);
      case BINARY -> visitor.binary(element, content(whole), elementOffset);
      default -> visitor.skipped(element, elementOffset);
    }
    state = State.ID;
    leaveEnded();
  }

  private ByteBuffer content(@Nullable ByteBuffer whole) {
    return whole == null ? gathered.view() : whole;
  }

  private double floating() {
    return switch (contentSize) {
      case 0 -> 0;
      case 4 -> Float.intBitsToFloat((int) number);
      case 8 -> Double.longBitsToDouble(number);
      default -> throw malformed(element + " of " + contentSize + " bytes, expected 0, 4 or 8");
    };
  }

  /** UTF-8 up to the first zero byte, which is padding, RFC 8794 §7.5. */
  private static String text(ByteBuffer content) {
    String padded = StandardCharsets.UTF_8.decode(content).toString();
    int end = padded.indexOf('\0');
    return end < 0 ? padded : padded.substring(0, end);
  }

  /** The end of an element of known size also ends the open elements inside it. */
  private void leaveEnded() {
    for (int place = 0; place < depth; place++) {
      if (openEnd[place] == position) {
        while (depth > place) {
          leaveInnermost();
        }
      }
    }
  }

  private long innermostKnownEnd() {
    for (int place = depth - 1; place >= 0; place--) {
      if (openEnd[place] != UNKNOWN_SIZE) {
        return openEnd[place];
      }
    }
    return UNKNOWN_SIZE;
  }

  private void leaveInnermost() {
    depth--;
    visitor.leave(open[depth], openOffset[depth]);
  }

  private ContainerException malformed(String what) {
    return new ContainerException(Reason.MALFORMED, elementOffset, what);
  }
}
