package io.framelog.media;

/** Receives media events on the thread that feeds the parser. */
@FunctionalInterface
public interface MediaEventSink {
  void on(MediaEvent event);
}
