package io.framelog.edge.channel;

/** One viewer's lease of an open channel; closing it is idempotent. Thread-safe. */
public final class ChannelLease implements AutoCloseable {
  private final Channel channel;
  private final Runnable release;
  private boolean closed;

  ChannelLease(Channel channel, Runnable release) {
    this.channel = channel;
    this.release = release;
  }

  public Channel channel() {
    return channel;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      release.run();
    }
  }
}
