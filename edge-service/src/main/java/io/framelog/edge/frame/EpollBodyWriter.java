package io.framelog.edge.frame;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;

/**
 * Sends shared frames as chunks of an HTTP/1.1 body past Netty's own queue while the socket takes
 * all of them, as {@link EpollFrameWriter} does for WebSockets. What this body says otherwise is
 * written into memory that all bodies of the loop use in turn. Head and end of the body, and what
 * the socket does not take, go Netty's way.
 */
final class EpollBodyWriter implements FrameWriter, GatheredWrite.Owner {
  private final Socket socket;
  private final ChannelOutboundBuffer netty;
  private final GatheredWrite gathered;
  private final BodyPatch patch;
  private final NettyBodyWriter through;

  /** On the channel's event loop, while it is open. */
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

  /** A closed descriptor may be another socket's already, so it is not touched. */
  private long trySend(SharedFrame[] frames, int count) {
    if (!socket.isOpen() || netty.totalPendingWriteBytes() > 0) {
      return 0;
    }
    try {
      return gathered.sendChunksTo(socket, frames, count, patch);
    } catch (IOException broken) {
      return 0; // Netty meets the same and closes the channel
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
