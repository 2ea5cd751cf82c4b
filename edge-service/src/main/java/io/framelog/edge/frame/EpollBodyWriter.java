package io.framelog.edge.frame;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;

/**
 * Sends shared frames as chunks of an HTTP/1.1 body, bypassing Netty's queue while the socket
 * accepts all of them, as {@link EpollFrameWriter} does for WebSockets. Patched bytes are written
 * to memory that all bodies of the loop share. The head, the end of the body, and bytes that the
 * socket does not accept are sent through Netty.
 */
final class EpollBodyWriter implements FrameWriter, GatheredWrite.Owner {
  private final Socket socket;
  private final ChannelOutboundBuffer netty;
  private final GatheredWrite gathered;
  private final BodyPatch patch;
  private final NettyBodyWriter through;

  /** To be called on the channel's event loop, while the channel is open. */
  EpollBodyWriter(EpollSocketChannel channel, BodyPatch patch, NettyBodyWriter through) {
    this.socket = (Socket) channel.fd();
    this.netty = channel.unsafe().outboundBuffer();
    this.gathered = GatheredWrite.ofThisLoop();
    this.patch = patch;
    this.through = through;
  }

  @Override
  public boolean isWritable() {
    return netty.isWritable();
  }

  @Override
  public void write(SharedFrame frame) {
    through.begin();
    if (frame.payloadSize() > 0) { // an empty chunk would end the body
      gathered.add(this, frame);
    }
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
      int size = frames[i].chunkSize();
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
      return gathered.sendChunksTo(socket, frames, count, patch);
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
