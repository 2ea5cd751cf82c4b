package io.framelog.media.container;

/** A container that is demuxed by FFmpeg. */
public enum FfmpegContainer implements Detection {
  MPEG_TS("mpegts", "MPEG-TS"),
  FLV("flv", "FLV"),
  OGG("ogg", "Ogg"),
  ADTS("aac", "AAC in ADTS"),
  MP3("mp3", "MP3");

  private final String ffmpegName;
  private final String label;

  FfmpegContainer(String ffmpegName, String label) {
    this.ffmpegName = ffmpegName;
    this.label = label;
  }

  /** FFmpeg's name of the format. */
  public String ffmpegName() {
    return ffmpegName;
  }

  /** Name for messages. */
  public String label() {
    return label;
  }
}
