package io.framelog.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the exit codes of real processes. */
class FatalErrorsProcessTest {
  private record Ended(int code, String output) {}

  @ParameterizedTest
  @ValueSource(strings = {"uncaught", "timer", "exit-is-stuck"})
  void anErrorIsLoggedInOneLineAndEndsTheProcess(String where) throws Exception {
    Ended ended = run(where);

    assertThat(ended.code()).as(ended.output()).isEqualTo(FatalErrors.EXIT_CODE);
    assertThat(ended.output().lines().filter(line -> line.contains("an error ends the process")))
        .as(ended.output())
        .singleElement()
        .asString()
        .contains("java.lang.StackOverflowError", "FailingProcess.overflow", "thread=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"full-heap", "log-is-stuck"})
  void theProcessEndsEvenIfNothingCanBeLogged(String where) throws Exception {
    Ended ended = run(where);

    assertThat(ended.code()).as(ended.output()).isEqualTo(FatalErrors.EXIT_CODE);
  }

  @Test
  void aProcessWithoutAnErrorIsNotEnded() throws Exception {
    Process process = start("nothing");

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isNotEqualTo(FatalErrors.EXIT_CODE);
  }

  private static Ended run(String where) throws IOException, InterruptedException {
    Process process = start(where);
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), output);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(String where) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx32m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            FailingProcess.class.getName(),
            where)
        .redirectErrorStream(true)
        .start();
  }
}
