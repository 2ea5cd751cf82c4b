package io.framelog.worker.encode;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Receives an encoder's packets; blocks while the node does not read. */
@FunctionalInterface
public interface EncodedSink {
  void packet(AVPacket packet) throws java.io.IOException;
}
