package io.framelog.edge.channel;

import java.util.ArrayList;
import java.util.List;

/** Records which parts arrived when; a write may take time. */
final class PacedViewer implements ChannelViewer {
  final List<Long> parts = new ArrayList<>();
  final List<Long> times = new ArrayList<>();
  int flushes;
  int skips;
  long nanosAWrite;
  Runnable onPart = () -> {};
  private final FakeLoop loop;

  PacedViewer(FakeLoop loop) {
    this.loop = loop;
  }

  @Override
  public void joining(long bytes) {
    // needs no preparation
  }

  @Override
  public void deliver(ChannelEvent event) {
    onPart.run();
    parts.add(event.offset());
    times.add(loop.getAsLong());
    loop.spend(nanosAWrite);
  }

  @Override
  public void skip(GapReason reason) {
    skips++;
  }

  @Override
  public boolean isCrowded() {
    return false;
  }

  @Override
  public void flush() {
    flushes++;
  }
}
