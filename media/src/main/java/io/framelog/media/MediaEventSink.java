package io.framelog.media;

/** Takes media events, on the thread that feeds the parser. */
@FunctionalInterface
public interface MediaEventSink {
  void on(MediaEvent event);
}
