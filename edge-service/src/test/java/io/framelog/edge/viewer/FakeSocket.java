package io.framelog.edge.viewer;

import io.framelog.edge.frame.FrameWriter;
import io.framelog.edge.frame.SharedFrame;
import java.util.ArrayList;
import java.util.List;

/** A socket whose buffer is full or not as the test says. */
final class FakeSocket implements FrameWriter {
  final List<SharedFrame> written = new ArrayList<>();
  boolean writable = true;
  int closeCode;

  @Override
  public boolean isWritable() {
    return writable;
  }

  @Override
  public void write(SharedFrame frame) {
    written.add(frame);
  }

  @Override
  public void flush() {
    // nothing is buffered
  }

  @Override
  public void close(int code, String reason) {
    closeCode = code;
  }
}
