package io.framelog.ingest.transcode;

/**
 * An operator's settings of transcoding.
 *
 * @param byDefault whether audio is transcoded when its publisher does not specify it
 * @param max audio tracks at a time on this node; 0 for none
 */
public record TranscodeSettings(boolean byDefault, int max) {
  public TranscodeSettings {
    if (max < 0) {
      throw new IllegalArgumentException("at most " + max + " transcoders, expected 0 or more");
    }
  }
}
