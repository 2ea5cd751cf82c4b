package io.framelog.edge.frame;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import io.vertx.core.http.WebSocketBase;
import java.io.IOException;

/**
 * Sends shared frames, bypassing Netty's queue while the socket accepts all of them. This saves a
 * queue entry and a buffer view per frame and viewer. Bytes that the socket does not accept are
 * sent through Netty, and so are all further frames until those are sent.
 *
 * <pre>
 *   write, write, flush ──▶ Netty has nothing pending ── one system call ──▶ all taken
 *                             │ no                          │ some taken, or an error
 *                             └──────────▶ Netty ◀──────────┘ waits for the socket, or closes it
 * </pre>
 */
final class EpollFrameWriter implements FrameWriter, GatheredWrite.Owner {
  private final Socket socket;
  private final ChannelOutboundBuffer netty;
  private final GatheredWrite gathered;
  private final NettyFrameWriter through;

  /** To be called on the channel's event loop, while the channel is open. */
  EpollFrameWriter(
      EpollSocketChannel channel, WebSocketBase webSocket, ChannelHandlerContext encoder) {
    this.socket = (Socket) channel.fd();
    this.netty = channel.unsafe().outboundBuffer();
    this.gathered = GatheredWrite.ofThisLoop();
    this.through = new NettyFrameWriter(webSocket, encoder);
  }

  @Override
  public boolean isWritable() {
    return netty.isWritable();
  }

  @Override
  public void write(SharedFrame frame) {
    gathered.add(this, frame);
  }

  @Override
  public void flush() {
    if (gathered.isOf(this)) {
      gathered.send();
    }
  }

  @Override
  public void send(SharedFrame[] frames, int count) {
    long sent = trySend(frames, count);
    boolean isLeft = false;
    for (int i = 0; i < count; i++) {
      int size = frames[i].size();
      if (sent < size) {
        through.writeFrom(frames[i], (int) sent);
        isLeft = true;
      }
      sent = Math.max(sent - size, 0);
    }
    if (isLeft) {
      through.flush();
    }
  }

  /** A closed file descriptor may belong to another socket already, so it is not used. */
  private long trySend(SharedFrame[] frames, int count) {
    if (!socket.isOpen() || netty.totalPendingWriteBytes() > 0) {
      return 0;
    }
    try {
      return gathered.sendTo(socket, frames, count);
    } catch (IOException broken) {
      return 0; // Netty gets the same error and closes the channel
    }
  }

  @Override
  public long pendingBytes() {
    return through.pendingBytes();
  }

  @Override
  public void close(int code, String reason) {
    flush();
    through.close(code, reason);
  }

  @Override
  public void abort() {
    through.abort();
  }
}
