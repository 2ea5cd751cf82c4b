package io.framelog.media.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioChoiceTest {
  private static final List<Track> OFFERED =
      List.of(
          sound(1, Codec.VORBIS, "eng"),
          new Track(2, Codec.H264, Bytes.EMPTY, 1000, 0, new VideoFormat(1, 1, 0), null, "und"),
          sound(3, Codec.AAC, "eng"),
          sound(4, Codec.AAC, "deu"),
          sound(5, Codec.OPUS, "deu"));

  @ParameterizedTest
  @CsvSource({
    "'', 3",
    "key=audio, 3",
    "audio=1, 3",
    "audio=2, 4",
    "key=s3cret&audio=3, 5",
    "audio=deu, 4",
    "audio=fra, 3",
    "audio=9, 3",
  })
  void choosesByNumberOrLanguageAmongTracksThatFitTheVideo(String query, int chosen) {
    TrackSelection selection = TrackSelection.of(OFFERED, AudioChoice.ofQuery(query));

    assertThat(selection.video()).isEqualTo(OFFERED.get(1));
    assertThat(selection.audio()).isEqualTo(OFFERED.get(chosen - 1));
    assertThat(selection.ignored()).hasSize(3);
  }

  @Test
  void theReasonExplainsHowToChooseTheOtherTracks() {
    assertThat(TrackSelection.of(OFFERED, AudioChoice.FIRST).ignored())
        .extracting(IgnoredTrack::reason)
        .containsExactly(
            "no container that browsers play carries it beside h264",
            "a stream carries one audio track, choose this one with audio=2",
            "a stream carries one audio track, choose this one with audio=3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"audio=", "audio=0", "audio=100", "audio=DEU", "audio=s3cret"})
  void refusesOtherValuesWithoutRepeatingThem(String query) {
    assertThatThrownBy(() -> AudioChoice.ofQuery(query))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected audio=2 or audio=deu")
        .hasMessageNotContaining("s3cret");
  }

  private static Track sound(int id, Codec codec, String language) {
    AudioFormat format = new AudioFormat(48_000, 2);
    return new Track(id, codec, Bytes.EMPTY, 1000, 0, null, format, language);
  }
}
