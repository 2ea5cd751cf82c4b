package io.framelog.edge.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.unix.IovArray;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Collects the frames that one viewer is sent in one system call, directly from shared memory. One
 * per event loop, because viewers are written one after the other.
 *
 * <pre>
 *   viewer's writer ── add, add ──▶ [ frames, ≤ 64 ] ── its flush, a full array,
 *                                                       another viewer's add ──▶ send
 * </pre>
 *
 * Holds a reference to each frame until it is sent. Confined to its event loop.
 */
final class GatheredWrite {
  private static final int MAX_FRAMES = 64;

  /** More than the boxes that precede the media of that many parts. */
  private static final int COPIED_BYTES = MAX_FRAMES * 512;

  private static final FastThreadLocal<GatheredWrite> OF_LOOP =
      new FastThreadLocal<>() {
        @Override
        protected GatheredWrite initialValue() {
          return new GatheredWrite();
        }

        @Override
        protected void onRemoval(GatheredWrite value) {
          value.vector.release();
          value.copied.release();
        }
      };

  /** The writer that frames are collected for. */
  interface Owner {
    /**
     * Sends all collected frames, or passes them to Netty.
     *
     * @param count of frames
     */
    void send(SharedFrame[] frames, int count);
  }

  private SharedFrame[] frames = new SharedFrame[MAX_FRAMES];
  private SharedFrame @Nullable [] spare;
  private final IovArray vector = new IovArray();
  private final ByteBuf copied = PooledByteBufAllocator.DEFAULT.directBuffer(COPIED_BYTES);
  private @Nullable Owner owner;
  private int count;

  private GatheredWrite() {}

  /** The instance of the calling event loop. */
  static GatheredWrite ofThisLoop() {
    return OF_LOOP.get();
  }

  /** Adds a frame, with a reference of its own. */
  void add(Owner writer, SharedFrame frame) {
    if (owner != writer || count == MAX_FRAMES) {
      send();
      owner = writer;
    }
    frames[count++] = frame.retain();
  }

  boolean isOf(Owner writer) {
    return owner == writer;
  }

  /**
   * Sends the collected frames. Frames added during the call, by a writer whose socket has just
   * been drained, are collected separately.
   */
  void send() {
    Owner sender = owner;
    if (sender == null) {
      return;
    }
    SharedFrame[] row = frames;
    int length = count;
    frames = spare == null ? new SharedFrame[MAX_FRAMES] : spare;
    spare = null;
    owner = null;
    count = 0;
    try {
      sender.send(row, length);
    } finally {
      for (int i = 0; i < length; i++) {
        row[i].release();
      }
      spare = row;
    }
  }

  /**
   * Sends frames with one system call.
   *
   * @return how many bytes the socket accepted
   */
  long sendTo(Socket socket, SharedFrame[] all, int number) throws IOException {
    if (number == 1) {
      return Math.max(socket.sendAddress(all[0].address(), 0, all[0].size()), 0);
    }
    vector.clear();
    for (int i = 0; i < number; i++) {
      all[i].addTo(vector);
    }
    return Math.max(socket.writevAddresses(vector.memoryAddress(0), vector.count()), 0);
  }

  /**
   * Sends frames as chunks of an HTTP/1.1 body with one system call. Stops at the first frame whose
   * patched bytes do not fit the memory for copies.
   *
   * @param patch how the body differs from the shared frames
   */
  long sendChunksTo(Socket socket, SharedFrame[] all, int number, BodyPatch patch)
      throws IOException {
    vector.clear();
    copied.clear();
    for (int i = 0; i < number; i++) {
      int payloadBytes = patch.copiedBytes(all[i].payload());
      int start = copied.writerIndex();
      int length = all[i].chunkHeadSize() + payloadBytes;
      if (length > COPIED_BYTES - start) {
        break;
      }
      all[i].copyChunkHead(copied, payloadBytes);
      if (payloadBytes > 0) {
        patch.change(copied, start + all[i].chunkHeadSize());
      }
      vector.add(copied, start, length);
      all[i].addChunkBodyTo(vector, payloadBytes);
    }
    return vector.count() == 0
        ? 0
        : Math.max(socket.writevAddresses(vector.memoryAddress(0), vector.count()), 0);
  }
}
