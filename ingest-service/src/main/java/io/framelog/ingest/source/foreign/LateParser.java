package io.framelog.ingest.source.foreign;

import io.framelog.media.MediaEventSink;
import io.framelog.media.container.ContainerParser;
import java.nio.ByteBuffer;

/** A parser that is replaced, before it was fed, once it is known what the bytes are. */
final class LateParser implements ContainerParser {
  private ContainerParser chosen;

  LateParser(ContainerParser unlessReplaced) {
    this.chosen = unlessReplaced;
  }

  void replace(ContainerParser parser) {
    chosen = parser;
  }

  @Override
  public void feed(ByteBuffer input, MediaEventSink sink) {
    chosen.feed(input, sink);
  }

  @Override
  public void finish(MediaEventSink sink) {
    chosen.finish(sink);
  }

  @Override
  public boolean isComplete() {
    return chosen.isComplete();
  }

  @Override
  public long bytesConsumed() {
    return chosen.bytesConsumed();
  }
}
