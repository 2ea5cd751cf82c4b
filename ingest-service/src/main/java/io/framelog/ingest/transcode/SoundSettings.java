package io.framelog.ingest.transcode;

import io.framelog.media.chunk.AudioChoice;
import java.util.Optional;

/**
 * What a publisher says about its sound beside its stream's name: {@code audio=2}, {@code
 * transcode=audio}.
 *
 * @param audio which of several sounds is carried
 * @param transcode whether a sound that cannot be carried is encoded anew; empty where the node's
 *     setting holds
 */
public record SoundSettings(AudioChoice audio, Optional<Boolean> transcode) {
  /** What holds where nothing is said. */
  public static final SoundSettings NONE = new SoundSettings(AudioChoice.FIRST, Optional.empty());

  private static final String PARAMETER = "transcode=";

  /**
   * Reads them from a URL's query, whose other parameters are passed over.
   *
   * @throws IllegalArgumentException for a value that is none; does not repeat it
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
