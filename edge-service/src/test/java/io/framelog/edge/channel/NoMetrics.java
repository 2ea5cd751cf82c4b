package io.framelog.edge.channel;

import io.framelog.log.StreamId;

/** Ignores all metrics. */
public class NoMetrics implements ChannelMetrics {
  @Override
  public void read(int records, long bytes, long lagMs) {
    // not needed
  }

  @Override
  public void part(int bytes) {
    // not needed
  }

  @Override
  public void sent(long bytes) {
    // not needed
  }

  @Override
  public void gap(StreamId stream, GapReason reason) {
    // not needed
  }

  @Override
  public void opened(StreamId stream) {
    // not needed
  }

  @Override
  public void closed(StreamId stream) {
    // not needed
  }

  @Override
  public void queued(long change) {
    // not needed
  }

  @Override
  public void droppedForViewer(int frames) {
    // not needed
  }

  @Override
  public void droppedForLoop(int events) {
    // not needed
  }

  @Override
  public void joined(JoinKind kind, long nanos) {
    // not needed
  }
}
