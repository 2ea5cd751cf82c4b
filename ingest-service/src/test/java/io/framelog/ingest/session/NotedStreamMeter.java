package io.framelog.ingest.session;

import java.util.List;

/** Records the rare metrics of a stream. */
record NotedStreamMeter(List<String> figures) implements StreamMeter {
  @Override
  public void bytesRead(int bytes) {}

  @Override
  public void sampleRead() {}

  @Override
  public void paused() {
    figures.add("paused");
  }

  @Override
  public void keyframeAfter(long intervalUs) {
    figures.add("keyframe after " + intervalUs);
  }

  @Override
  public void drift(long driftUs) {
    figures.add("drift " + driftUs);
  }

  @Override
  public void timesJumped(long count) {
    figures.add("jumped " + count);
  }

  @Override
  public void timesRepaired(long count) {
    figures.add("repaired " + count);
  }

  @Override
  public void silentFrames(long count) {
    figures.add("silent " + count);
  }

  @Override
  public void longGop() {
    figures.add("long gop");
  }

  @Override
  public void close() {
    figures.add("closed");
  }
}
