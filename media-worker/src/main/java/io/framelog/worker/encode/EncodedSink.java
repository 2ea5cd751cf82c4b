package io.framelog.worker.encode;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Takes what an encoder makes; waits while the node does not read. */
@FunctionalInterface
public interface EncodedSink {
  void packet(AVPacket packet) throws java.io.IOException;
}
