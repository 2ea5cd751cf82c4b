package io.framelog.media.container.packet;

import static io.framelog.media.container.ContainerException.Reason.LIMIT_EXCEEDED;
import static io.framelog.media.container.ContainerException.Reason.MALFORMED;

import io.framelog.media.container.ContainerException;
import io.framelog.media.container.GatherBuffer;
import io.framelog.media.container.ParserLimits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits a packet stream into messages, in slices of any size; a message that is completely in one
 * input is not copied.
 */
final class MessageReader {
  private static final int MAX_SENTENCE = 4096;

  /** Receives messages. */
  interface Handler {
    /**
     * A message is complete.
     *
     * @param body valid only during the call
     */
    void onMessage(MessageType type, ByteBuffer body);
  }

  private final ParserLimits limits;
  private final ByteBuffer head = ByteBuffer.allocate(MessageType.HEADER_BYTES);
  private final GatherBuffer body = new GatherBuffer();
  private boolean begun;
  private @Nullable MessageType type;
  private int length;
  private long consumed;

  MessageReader(ParserLimits limits) {
    this.limits = limits;
  }

  long consumed() {
    return consumed;
  }

  /** Whether the input so far ends between two messages. */
  boolean isBetweenMessages() {
    return begun && type == null && head.position() == 0;
  }

  void feed(ByteBuffer input, Handler handler) {
    while (input.hasRemaining() || (type != null && length == 0)) {
      if (type == null) {
        readHead(input);
      } else {
        readBody(input, type, handler);
      }
    }
  }

  private void readHead(ByteBuffer input) {
    while (head.hasRemaining() && input.hasRemaining()) {
      head.put(input.get());
      consumed++;
    }
    if (head.hasRemaining()) {
      return;
    }
    if (begun) {
      beginMessage(head.get(0) & 0xff, head.getInt(1) & 0xffff_ffffL);
    } else if (Arrays.equals(head.array(), MessageType.PREAMBLE)) {
      begun = true;
    } else {
      throw new ContainerException(MALFORMED, 0, "not a packet stream of this version");
    }
    head.clear();
  }

  private void beginMessage(int code, long announced) {
    MessageType found = MessageType.of(code);
    if (found == null) {
      throw new ContainerException(
          MALFORMED, consumed, "message of type " + code + ", expected 1..8");
    }
    long most = most(found);
    if (announced > most) {
      throw new ContainerException(
          LIMIT_EXCEEDED,
          consumed,
          found + " message of " + announced + " bytes, expected at most " + most);
    }
    type = found;
    length = (int) announced;
  }

  private long most(MessageType of) {
    return switch (of) {
      case TRACKS, CONFIG, IGNORED, SOUNDS -> limits.maxHeaderBytes();
      case PACKET -> (long) MessageType.PACKET_FIELD_BYTES + limits.maxSampleBytes();
      case FAILED, REPORT -> MAX_SENTENCE;
      case END -> 0;
    };
  }

  private void readBody(ByteBuffer input, MessageType of, Handler handler) {
    int missing = length - body.length();
    if (input.remaining() < missing) {
      consumed += input.remaining();
      body.append(input, input.remaining());
      return;
    }
    consumed += missing;
    type = null;
    if (body.length() == 0) {
      ByteBuffer whole = input.slice(input.position(), missing);
      input.position(input.position() + missing);
      handler.onMessage(of, whole);
      return;
    }
    body.append(input, missing);
    try {
      handler.onMessage(of, body.view());
    } finally {
      body.clear();
    }
  }
}
