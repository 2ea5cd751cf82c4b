package io.framelog.ingest.source.foreign;

import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.SourceListener;
import java.nio.ByteBuffer;

/** The straight way, for containers that are parsed in this process. */
record NativeRoute(Source source, SourceListener session) implements Route {
  @Override
  public void onBytes(ByteBuffer bytes) {
    session.onBytes(bytes);
  }

  @Override
  public void onRestart() {
    session.onRestart();
  }

  @Override
  public void onFinished() {
    session.onFinished();
  }

  @Override
  public void onDisconnected(String detail) {
    session.onDisconnected(detail);
  }

  @Override
  public void onRefused(SourceEnd end) {
    session.onRefused(end);
  }

  @Override
  public void pause() {
    source.pause();
  }

  @Override
  public void resume() {
    source.resume();
  }

  @Override
  public boolean isStarting() {
    return false;
  }

  @Override
  public void close() {
    // The source is all there is.
  }
}
