package io.framelog.edge.channel;

import io.framelog.log.StreamId;

/** Counts nothing. */
public class NoMetrics implements ChannelMetrics {
  @Override
  public void read(int records, long bytes, long lagMs) {
    // not looked at
  }

  @Override
  public void part(int bytes) {
    // not asked for
  }

  @Override
  public void sent(long bytes) {
    // not asked for
  }

  @Override
  public void gap(StreamId stream, GapReason reason) {
    // not asked for
  }

  @Override
  public void opened(StreamId stream) {
    // not asked for
  }

  @Override
  public void closed(StreamId stream) {
    // not asked for
  }

  @Override
  public void queued(long change) {
    // not asked for
  }

  @Override
  public void droppedForViewer(int frames) {
    // not asked for
  }

  @Override
  public void droppedForLoop(int events) {
    // not asked for
  }

  @Override
  public void joined(JoinKind kind, long nanos) {
    // not asked for
  }
}
