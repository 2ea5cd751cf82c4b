package io.framelog.media.packaging;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.codec.OpusHead;
import io.framelog.media.codec.Vp9Config;
import java.nio.ByteBuffer;
import java.util.Random;

/** Tracks with hard-coded configurations, and frames of noise. */
public final class Samples {
  public static final Track VP9 =
      video(Codec.VP9, new Vp9Config(0, 11, 8, 1, false, 2, 2, 2).toBytes(), 90_000);
  public static final Track VP8 = video(Codec.VP8, Bytes.EMPTY, 1000);
  public static final Track OPUS =
      new Track(
          2,
          Codec.OPUS,
          new OpusHead(2, 312, 48_000, 0, 0, Bytes.EMPTY).toBytes(),
          48_000,
          960,
          null,
          new AudioFormat(48_000, 2),
          "deu");
  public static final Track AAC =
      new Track(
          3,
          Codec.AAC,
          Bytes.wrap(new byte[] {0x11, (byte) 0x90}),
          48_000,
          1024,
          null,
          new AudioFormat(48_000, 2),
          "und");

  private Samples() {}

  public static Track video(Codec codec, Bytes config, long timescale) {
    return new Track(1, codec, config, timescale, 0, new VideoFormat(320, 180, 25), null, "und");
  }

  /** A frame whose bytes are derived from its number. */
  public static ByteBuffer frame(int number, int size) {
    byte[] bytes = new byte[size];
    new Random(number).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }
}
