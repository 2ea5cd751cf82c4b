package io.framelog.ingest.transcode;

/**
 * What an operator may set about sounds that are encoded anew.
 *
 * @param byDefault whether that is done where a publisher says nothing
 * @param max at a time on this node; 0 for none
 */
public record TranscodeSettings(boolean byDefault, int max) {
  public TranscodeSettings {
    if (max < 0) {
      throw new IllegalArgumentException("at most " + max + " transcoders, expected 0 or more");
    }
  }
}
