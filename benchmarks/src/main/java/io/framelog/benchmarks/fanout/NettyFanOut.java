package io.framelog.benchmarks.fanout;

import static io.netty.channel.ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pieces since the newest keyframe and the viewers of each event loop. A piece is passed to
 * each loop once, for all of its viewers. Pieces are numbered, so that a loop skips those in a
 * viewer's snapshot. Thread-safe.
 */
final class NettyFanOut {
  private static final byte INIT = 0;
  private static final byte KEYFRAME = 1;

  private final Map<EventLoop, List<Viewer>> groups = new HashMap<>();
  private final List<ByteBuf> sinceKeyframe = new ArrayList<>();
  private ByteBuf init = PooledByteBufAllocator.DEFAULT.directBuffer(0);
  private long nextNumber;

  /**
   * @param below context for writes that bypass the WebSocket encoder
   * @param from number of the first piece that is not in its snapshot
   */
  private record Viewer(Channel channel, ChannelHandlerContext below, long from) {}

  /** Sends a piece to all viewers; the caller keeps its own reference. */
  synchronized void publish(byte kind, ByteBuf piece) {
    ByteBuf frame = framed(piece);
    if (kind == INIT) {
      init.release();
      init = frame;
      return;
    }
    if (kind == KEYFRAME) {
      sinceKeyframe.forEach(ByteBuf::release);
      sinceKeyframe.clear();
    }
    sinceKeyframe.add(frame);
    long number = nextNumber++;
    groups.forEach(
        (loop, viewers) -> {
          ByteBuf shared = frame.retainedDuplicate();
          loop.execute(() -> deliver(viewers, number, shared));
        });
  }

  private static ByteBuf framed(ByteBuf piece) {
    int length = piece.readableBytes();
    ByteBuf frame = PooledByteBufAllocator.DEFAULT.directBuffer(10 + length);
    frame.writeByte(0x82);
    if (length < 126) {
      frame.writeByte(length);
    } else if (length < 65_536) {
      frame.writeByte(126).writeShort(length);
    } else {
      frame.writeByte(127).writeLong(length);
    }
    return frame.writeBytes(piece);
  }

  private static void deliver(List<Viewer> viewers, long number, ByteBuf frame) {
    for (Viewer viewer : List.copyOf(viewers)) {
      if (number >= viewer.from) {
        write(viewer.below, frame.retainedDuplicate());
        viewer.below.flush();
        if (!viewer.channel.isWritable()) {
          viewer.channel.close().addListener(FIRE_EXCEPTION_ON_FAILURE);
        }
      }
    }
    frame.release();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a void promise; failures close the channel
  private static void write(ChannelHandlerContext below, ByteBuf frame) {
    below.write(frame, below.voidPromise());
  }

  /** Sends a viewer the pieces since the newest keyframe and all later ones. Called on its loop. */
  void join(Channel channel) {
    ChannelHandlerContext below = channel.pipeline().firstContext();
    List<ByteBuf> snapshot = new ArrayList<>();
    List<Viewer> group;
    Viewer viewer;
    synchronized (this) {
      snapshot.add(init.retainedDuplicate());
      sinceKeyframe.forEach(frame -> snapshot.add(frame.retainedDuplicate()));
      viewer = new Viewer(channel, below, nextNumber);
      group = groups.computeIfAbsent(channel.eventLoop(), loop -> new ArrayList<>());
    }
    // Only its own loop reads or changes a group.
    group.add(viewer);
    snapshot.forEach(frame -> write(below, frame));
    below.flush();
    channel.closeFuture().addListener(closed -> group.remove(viewer));
  }
}
