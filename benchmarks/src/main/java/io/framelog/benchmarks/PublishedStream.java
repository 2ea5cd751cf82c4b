package io.framelog.benchmarks;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.container.ParsedContainer;
import io.framelog.media.packaging.Packager;
import io.framelog.media.packaging.Packagers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Ten seconds of a publisher with 4 Mbit/s: 250 frames of 20 KB at 25 frames/s, a keyframe each
 * second, one fragment or Cluster per frame.
 */
public enum PublishedStream {
  /** H.264 in fragmented MP4. */
  MP4(
      ParsedContainer.MP4,
      Codec.H264,
      "0142c00cffe100186742c00cda0a37e4c044000003000400000300c83c50aa8001000468ce3c80",
      "00004ffc65",
      "00004ffc41"),
  /** VP8 in WebM. */
  WEBM(ParsedContainer.MATROSKA, Codec.VP8, "", "1002009d012a80026801", "11020000");

  public static final int FRAMES = 250;
  public static final int FRAME_BYTES = 20_480;

  private static final int FRAMES_A_SECOND = 25;

  private final ParsedContainer container;
  private final Codec codec;
  private final String config;
  private final String keyframeStart;
  private final String deltaStart;

  /** The codec's configuration and the first bytes of its frames, in hexadecimal. */
  PublishedStream(
      ParsedContainer container,
      Codec codec,
      String config,
      String keyframeStart,
      String deltaStart) {
    this.container = container;
    this.codec = codec;
    this.config = config;
    this.keyframeStart = keyframeStart;
    this.deltaStart = deltaStart;
  }

  ParsedContainer container() {
    return container;
  }

  /** The stream as the publisher's socket delivers it. */
  public byte[] bytes() {
    Packager packager = Packagers.forTracks(List.of(track()));
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(packager.initSegment().bytes().sharedArray());
    byte[] frame = new byte[FRAME_BYTES];
    Random random = new Random(1);
    long duration = packager.timescale(0) / FRAMES_A_SECOND;
    for (int i = 0; i < FRAMES; i++) {
      random.nextBytes(frame);
      boolean key = i % FRAMES_A_SECOND == 0;
      byte[] start = HexFormat.of().parseHex(key ? keyframeStart : deltaStart);
      System.arraycopy(start, 0, frame, 0, start.length);
      packager.add(0, i * duration, i * duration, duration, key, ByteBuffer.wrap(frame));
      stream.writeBytes(packager.finishPart().sharedArray());
    }
    return stream.toByteArray();
  }

  private Track track() {
    VideoFormat video = new VideoFormat(640, 360, FRAMES_A_SECOND);
    return new Track(
        1, codec, Bytes.wrap(HexFormat.of().parseHex(config)), 1000, 0, video, null, "und");
  }
}
