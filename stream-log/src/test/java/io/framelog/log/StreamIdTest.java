package io.framelog.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamIdTest {
  private static final String SEGMENT = "x".repeat(64);

  @ParameterizedTest
  @ValueSource(strings = {"cam1", "Door_2", "site-a/Door_2", "a/b/c/D-_", "0"})
  void acceptsOneToFourSegments(String name) {
    StreamId stream = new StreamId(name);

    assertThat(StreamTopics.topicOf(stream)).isEqualTo("framelog.live." + name.replace('/', '.'));
    assertThat(StreamTopics.streamOf(StreamTopics.topicOf(stream))).isEqualTo(Optional.of(stream));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          My Cam                | space is not allowed                      | My-Cam
          Café/été              | U+00E9 is not allowed                     | Cafe/ete
          cam.1                 | . is not allowed                          | cam-1
          a b.c!d\\e:f          | space, ., !, \\ and others are not allowed | a-b-c-d-e-f
          -cam                  | - is not allowed at the start of a segment | cam
          a/_b                  | _ is not allowed at the start of a segment | a/b
          /cam                  | a segment is empty                        | cam
          a//b/                 | a segment is empty                        | a/b
          a/b/c/d/e             | the name has 5 segments                   | a/b/c/d-e
          cam1?key=secret       | ? is not allowed                          | cam1
          my cam&key=secret     | space, & are not allowed                  | my-cam
          key=secret            | = is not allowed                          | key
          """)
  void explainsAnyOtherNameAndSuggestsTheNearest(String name, String problem, String nearest) {
    InvalidName invalid = InvalidName.of(name);

    assertThat(StreamId.isValid(name)).isFalse();
    assertThat(invalid.problem()).isEqualTo(problem);
    assertThat(invalid.nearest()).isEqualTo(nearest);
    assertThat(StreamId.isValid(nearest)).isTrue();
    assertThat(invalid.text()).matches("[\\x20-\\x7e]+").doesNotContain("secret");
  }

  @Test
  void limitsASegmentAndTheWholeName() {
    String whole = String.join("/", SEGMENT, SEGMENT, SEGMENT, SEGMENT);
    assertThat(StreamId.isValid(SEGMENT + "/" + SEGMENT)).isTrue();
    assertThat(StreamId.isValid(whole.substring(0, 235))).isTrue();

    assertThat(InvalidName.of(SEGMENT + "xx"))
        .isEqualTo(new InvalidName("a segment has 66 characters", SEGMENT));
    assertThat(InvalidName.of(whole))
        .isEqualTo(
            new InvalidName(
                "the name has 259 characters, expected at most 235", whole.substring(0, 235)));
    assertThatThrownBy(() -> new StreamId("an id"))
        .hasMessageStartingWith("stream id is not valid: space is not allowed; the nearest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?key=secret", "日本", "///", "-"})
  void suggestsNothingIfNoCharacterIsUsable(String name) {
    assertThat(InvalidName.of(name).nearest()).isNull();
    assertThat(InvalidName.of(name).text()).contains("expected 1 to 4 segments");
  }
}
