package io.framelog.ingest.transcode;

import io.framelog.media.chunk.AudioChoice;
import java.util.Optional;

/**
 * The audio parameters that a publisher adds to its stream's name: {@code audio=2}, {@code
 * transcode=audio}.
 *
 * @param audio which of several audio tracks is carried
 * @param transcode whether an audio track that cannot be carried is transcoded; empty for the
 *     node's setting
 */
public record SoundSettings(AudioChoice audio, Optional<Boolean> transcode) {
  /** The settings without parameters. */
  public static final SoundSettings NONE = new SoundSettings(AudioChoice.FIRST, Optional.empty());

  private static final String PARAMETER = "transcode=";

  /**
   * Reads them from a URL's query; other parameters are ignored.
   *
   * @throws IllegalArgumentException for an invalid value; the message does not contain it
   */
  public static SoundSettings ofQuery(String query) {
    AudioChoice audio = AudioChoice.ofQuery(query);
    for (String parameter : query.split("&", -1)) {
      if (parameter.startsWith(PARAMETER)) {
        return new SoundSettings(audio, Optional.of(isOn(parameter.substring(PARAMETER.length()))));
      }
    }
    return new SoundSettings(audio, Optional.empty());
  }

  private static boolean isOn(String value) {
    return switch (value) {
      case "audio" -> true;
      case "off" -> false;
      default ->
          throw new IllegalArgumentException(
              "the parameter transcode has another value than audio and off, expected"
                  + " transcode=audio");
    };
  }
}
