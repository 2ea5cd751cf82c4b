package io.framelog.media.chunk;

import io.framelog.media.Track;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of several audio tracks a publisher has selected: {@code audio=2} or {@code audio=deu} in
 * the URL's query.
 *
 * @param number counts, from 1, the tracks that fit the video's container; unused with a language
 * @param language ISO 639-2 code, selects the first track of that language; null for a number
 */
public record AudioChoice(int number, @Nullable String language) {
  /** The default. */
  public static final AudioChoice FIRST = new AudioChoice(1, null);

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]?");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{3}");
  private static final String PARAMETER = "audio=";

  public AudioChoice {
    if (number < 1 || number > 99) {
      throw new IllegalArgumentException("audio track " + number + ", expected 1 to 99");
    }
  }

  /**
   * Parses the choice from a URL's query; other parameters are ignored.
   *
   * @throws IllegalArgumentException for any other value, which the message does not contain
   */
  public static AudioChoice ofQuery(String query) {
    for (String parameter : query.split("&", -1)) {
      if (parameter.startsWith(PARAMETER)) {
        return of(parameter.substring(PARAMETER.length()));
      }
    }
    return FIRST;
  }

  private static AudioChoice of(String value) {
    if (NUMBER.matcher(value).matches()) {
      return new AudioChoice(Integer.parseInt(value), null);
    }
    if (LANGUAGE.matcher(value).matches()) {
      return new AudioChoice(1, value);
    }
    throw new IllegalArgumentException(
        "the parameter audio is neither a number from 1 to 99 nor a language of three letters,"
            + " expected audio=2 or audio=deu for instance");
  }

  /** The selected track; the first one when there is no such track, null when the list is empty. */
  @Nullable Track among(List<Track> tracks) {
    return tracks.isEmpty()
        ? null
        : tracks.get(indexAmong(tracks.stream().map(Track::language).toList()));
  }

  /**
   * The index of the selected track among tracks of these languages; 0 when there is no such track.
   */
  public int indexAmong(List<String> languages) {
    int index = language == null ? number - 1 : languages.indexOf(language);
    return index >= 0 && index < languages.size() ? index : 0;
  }
}
