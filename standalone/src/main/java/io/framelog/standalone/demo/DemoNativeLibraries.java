package io.framelog.standalone.demo;

import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

/** Loads FFmpeg's native libraries, which JavaCPP unpacks on a machine's first run. */
public final class DemoNativeLibraries {
  private DemoNativeLibraries() {}

  /** Loads them while the broker starts, so that they do not delay the first picture. */
  public static void loadInBackground() {
    Thread thread = new Thread(DemoNativeLibraries::load, "framelog-demo-natives");
    thread.setDaemon(true);
    thread.start();
  }

  /** Blocks until they are loaded. */
  static void load() {
    Loader.load(avutil.class);
    Loader.load(swresample.class);
    Loader.load(avcodec.class);
    Loader.load(avformat.class);
    Loader.load(swscale.class);
  }
}
