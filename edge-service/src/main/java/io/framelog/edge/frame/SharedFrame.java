package io.framelog.edge.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.unix.IovArray;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One unmasked, unfragmented WebSocket message (RFC 6455 §5.2), and the same bytes as a chunk of an
 * HTTP/1.1 body (RFC 9112 §7.1); encoded once and shared by all viewers.
 *
 * <pre>
 *   ├──────────── WebSocket ─────────────┤
 *   +------+-----------+-----------------+------+------------------+
 *   | 0x82 | length    | payload         | CRLF | hex length, CRLF |   one direct, reference-counted
 *   +------+-----------+-----------------+------+------------------+   buffer: no copy per viewer
 *   1 byte  1, 3 or 9  ├─── HTTP, second ───────┤├─ HTTP, first ──┤
 * </pre>
 *
 * Created with one reference, which its creator owns. Code that keeps a frame beyond a call takes a
 * reference with {@link #retain} and returns it with {@link #release}. Thread-safe; the bytes never
 * change.
 */
public final class SharedFrame {
  private static final int FIN_TEXT = 0x81;
  private static final int FIN_BINARY = 0x82;
  private static final int FIN_PING = 0x89;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final int MAX_HEADER = 10;
  private static final int CRLF = 0x0D0A;
  private static final int CRLF_BYTES = 2;
  // CRLF, 8 digits, CRLF
  private static final int MAX_TRAILER = 12;

  private final ByteBuf framed;
  private final int headerBytes;
  private final int chunkHeadBytes;
  private final int first;
  private final ByteBuffer payload;

  private SharedFrame(int first, ByteBuffer bytes, ByteBufAllocator memory) {
    int length = bytes.remaining();
    this.first = first;
    this.framed = memory.directBuffer(MAX_HEADER + length + MAX_TRAILER);
    framed.writeByte(first);
    if (length < LENGTH_16) {
      framed.writeByte(length);
    } else if (length <= 0xFFFF) {
      framed.writeByte(LENGTH_16).writeShort(length);
    } else {
      framed.writeByte(LENGTH_64).writeLong(length);
    }
    this.headerBytes = framed.readableBytes();
    framed.writeBytes(bytes.duplicate());
    this.payload = framed.nioBuffer(headerBytes, length);
    int end = framed.writerIndex();
    framed.writeShort(CRLF);
    framed.writeCharSequence(Integer.toHexString(length), StandardCharsets.US_ASCII);
    framed.writeShort(CRLF);
    this.chunkHeadBytes = framed.writerIndex() - end - CRLF_BYTES;
    framed.writerIndex(end);
  }

  /** A binary message with these bytes, which are copied. */
  public static SharedFrame binary(ByteBuffer payload) {
    return binary(payload, PooledByteBufAllocator.DEFAULT);
  }

  /** A binary message with these bytes, copied to the given memory. */
  public static SharedFrame binary(ByteBuffer payload, ByteBufAllocator memory) {
    return new SharedFrame(FIN_BINARY, payload, memory);
  }

  /** A ping without payload (RFC 6455 §5.5.2). */
  public static SharedFrame ping() {
    return new SharedFrame(FIN_PING, ByteBuffer.allocate(0), PooledByteBufAllocator.DEFAULT);
  }

  public static SharedFrame text(String json) {
    return new SharedFrame(
        FIN_TEXT,
        ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)),
        PooledByteBufAllocator.DEFAULT);
  }

  public boolean isText() {
    return first == FIN_TEXT;
  }

  boolean isPing() {
    return first == FIN_PING;
  }

  /** Bytes on the wire, frame header included. */
  public int size() {
    return framed.readableBytes();
  }

  /** Bytes without the frame header. */
  public int payloadSize() {
    return size() - headerBytes;
  }

  /**
   * A view of the frame with a reference of its own, which the socket write releases.
   *
   * @param skipped bytes at the frame's beginning that are omitted
   */
  ByteBuf retainedBytesFrom(int skipped) {
    ByteBuf view = framed.retainedDuplicate();
    return view.skipBytes(skipped);
  }

  /** The memory address of the frame. */
  long address() {
    return framed.memoryAddress() + framed.readerIndex();
  }

  void addTo(IovArray vector) {
    vector.add(framed, framed.readerIndex(), size());
  }

  /**
   * A view of the payload with a reference of its own, for a transport without WebSocket frames.
   */
  public ByteBuf retainedPayload() {
    return framed.retainedSlice(framed.readerIndex() + headerBytes, payloadSize());
  }

  /** The payload, for absolute reads by a caller that holds a reference. */
  public ByteBuffer payload() {
    return payload;
  }

  /** A view of the size line of its HTTP/1.1 chunk, with a reference of its own. */
  ByteBuf retainedChunkHead() {
    return framed.retainedSlice(framed.writerIndex() + CRLF_BYTES, chunkHeadBytes);
  }

  /**
   * A view of the payload and the line break that ends its HTTP/1.1 chunk, with a reference of its
   * own.
   *
   * @param skipped bytes at the payload's beginning that are omitted
   */
  ByteBuf retainedChunkBodyFrom(int skipped) {
    return framed.retainedSlice(
        framed.readerIndex() + headerBytes + skipped, payloadSize() - skipped + CRLF_BYTES);
  }

  /** Adds the bytes of {@link #retainedChunkBodyFrom} to a vector, without a view. */
  void addChunkBodyTo(IovArray vector, int skipped) {
    vector.add(
        framed, framed.readerIndex() + headerBytes + skipped, payloadSize() - skipped + CRLF_BYTES);
  }

  /** Bytes of the whole HTTP/1.1 chunk. */
  int chunkSize() {
    return chunkHeadBytes + payloadSize() + CRLF_BYTES;
  }

  /** Bytes of the chunk's size line. */
  int chunkHeadSize() {
    return chunkHeadBytes;
  }

  /** Copies the chunk's size line and the payload's first bytes. */
  void copyChunkHead(ByteBuf target, int payloadBytes) {
    target.writeBytes(framed, framed.writerIndex() + CRLF_BYTES, chunkHeadBytes);
    copyPayload(target, payloadBytes);
  }

  /** Copies the payload's first bytes. */
  void copyPayload(ByteBuf target, int bytes) {
    target.writeBytes(framed, framed.readerIndex() + headerBytes, bytes);
  }

  /** A copy of the payload, for a transport that does its own framing. */
  byte[] copyPayload() {
    byte[] payload = new byte[payloadSize()];
    framed.getBytes(framed.readerIndex() + headerBytes, payload);
    return payload;
  }

  /** The payload decoded as UTF-8. */
  public String payloadText() {
    return new String(copyPayload(), StandardCharsets.UTF_8);
  }

  public SharedFrame retain() {
    framed.retain();
    return this;
  }

  public void release() {
    framed.release();
  }

  /** Number of references; 0 when the memory was returned to its pool. */
  public int references() {
    return framed.refCnt();
  }
}
