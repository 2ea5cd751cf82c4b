package io.framelog.it.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Plays a URL with the installed VLC, without a screen. It saves every fifth picture. */
public final class Vlc implements AutoCloseable {
  private static final int SAVED = 5;

  private final RunningProcess process;
  private final Path folder;

  private Vlc(RunningProcess process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /**
   * Starts to play.
   *
   * @param folder for this player only; writable for other users, because VLC does not run as root
   */
  public static Vlc play(URI address, Path folder) {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    command.addAll(List.of("env", "HOME=" + folder, "cvlc", "--no-color", "--play-and-exit"));
    command.addAll(List.of("--vout=vdummy", "--aout=adummy", "--video-filter=scene"));
    command.addAll(List.of("--scene-path=" + folder, "--scene-ratio=" + SAVED));
    command.addAll(List.of("--scene-format=jpg", address.toString()));
    try {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Vlc(RunningProcess.start("vlc", command), folder);
  }

  /** Waits until this number of pictures has been shown. */
  public void awaitPictures(int count, Duration atMost) {
    Awaitility.await(count + " pictures in VLC")
        .atMost(atMost)
        .untilAsserted(
            () -> {
              int shown = saved() * SAVED;
              assertThat(shown >= count || process.isAlive())
                  .as("VLC ended after %s pictures%n%s", shown, process.output())
                  .isTrue();
              assertThat(shown).as(process.output()).isGreaterThanOrEqualTo(count);
            });
  }

  private int saved() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return (int) files.filter(file -> file.toString().endsWith(".jpg")).count();
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
