package io.framelog.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintValidationTest {
  /** A key for each type of constraint. */
  @Checked(by = LeastAndMost.class)
  @ConfigMapping(prefix = "framelog.log")
  public interface Constrained {
    @WithDefault("2")
    @Min(2)
    int atLeast();

    @WithDefault("2")
    @Max(9)
    long atMost();

    @WithDefault("2")
    @Min(1)
    @Max(9)
    int range();

    @WithDefault("PT2S")
    @DurationMin(millis = 1500)
    Duration noShorter();

    @WithDefault("PT2S")
    @DurationMax(minutes = 1, seconds = 30)
    Duration noLonger();

    @WithDefault("PT2S")
    @DurationMin
    @DurationMax(days = 1)
    Duration between();

    @WithDefault("on")
    @Pattern(regexp = "on|off", message = "on or off")
    String pattern();

    @WithDefault("x")
    @NotBlank(message = "a name")
    String name();

    Optional<@Max(5) Integer> absent();

    NestedGroup nestedGroup();

    Map<String, NestedGroup> named();

    /** Keys below a hyphenated name. */
    interface NestedGroup {
      @WithDefault("2")
      @Min(1)
      int innerKey();
    }
  }

  /** Compares two keys. */
  public static final class LeastAndMost implements ConfigCheck<Constrained> {
    @Override
    public void check(Constrained config, Mistakes mistakes) {
      mistakes.expect(
          config.atLeast() <= config.atMost(),
          "framelog.log.at-least",
          config.atLeast(),
          "at most framelog.log.at-most, which is " + config.atMost());
      mistakes.attempt(
          () -> {
            if (config.name().equals("refused")) {
              throw new IllegalArgumentException("framelog.log.name is refused, expected another");
            }
          });
    }
  }

  @Test
  void acceptsTheDefaults() {
    assertThat(read(Map.of()).absent()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "at-least, 1, at least 2",
    "at-most, 10, at most 9",
    "range, 0, 1 to 9",
    "range, 10, 1 to 9",
    "no-shorter, PT1S, at least PT1.5S",
    "no-longer, PT2M, at most PT1M30S",
    "between, PT-1S, PT0S to PT24H",
    "between, PT25H, PT0S to PT24H",
    "pattern, maybe, on or off",
    "absent, 6, at most 5",
    "nested-group.inner-key, 0, at least 1",
    "named.door.inner-key, 0, at least 1",
    "at-least, 3, 'at most framelog.log.at-most, which is 2'",
    "name, refused, another",
  })
  void namesKeyValueAndExpectation(String key, String value, String expected) {
    assertThatThrownBy(() -> read(Map.of("framelog.log." + key, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessage("framelog.log." + key + " is " + value + ", expected " + expected);
  }

  @Test
  void refusesABlankName() {
    assertThatThrownBy(() -> read(Map.of("framelog.log.name", "  ")))
        .hasMessage("framelog.log.name is   , expected a name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{value}", "$1", "\\{", "{0}", "%s"})
  void showsAValueAsTheOperatorWroteIt(String value) {
    assertThatThrownBy(() -> read(Map.of("framelog.log.pattern", value)))
        .hasMessage("framelog.log.pattern is " + value + ", expected on or off");
  }

  @Test
  void showsTheValueOfAVariable() {
    assertThatThrownBy(() -> read(new EnvConfigSource(Map.of("FRAMELOG_LOG_RANGE", "007000"), 300)))
        .hasMessage("framelog.log.range is 007000, expected 1 to 9");
  }

  @Test
  void namesAllMistakesAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "framelog.log.at-least", "30",
                        "framelog.log.range", "0",
                        "framelog.log.between", "PT25H",
                        "framelog.log.unknown", "1")))
        .hasMessageStartingWith("framelog.log.unknown is not a key of Framelog's, expected ")
        .hasMessageContaining("; framelog.log.range is 0, expected 1 to 9")
        .hasMessageContaining("; framelog.log.between is PT25H, expected PT0S to PT24H")
        .hasMessageContaining("; framelog.log.at-least is 30, expected at most framelog.log.at");
  }

  private static Constrained read(Map<String, String> properties) {
    return read(new PropertiesConfigSource(properties, "test", 500));
  }

  private static Constrained read(ConfigSource source) {
    return CheckedConfig.read(
            new SmallRyeConfigBuilder().withSources(source).build(), List.of(Constrained.class))
        .getConfigMapping(Constrained.class);
  }
}
