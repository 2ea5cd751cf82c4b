package io.framelog.it.device;

import io.framelog.it.process.RunningProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A separate PulseAudio server with a null sink, whose monitor records the played sound. */
public final class VirtualSoundCard implements AutoCloseable {
  private static final String SINK = "framelog";

  private final Path socket;
  private final RunningProcess server;

  private VirtualSoundCard(Path socket, RunningProcess server) {
    this.socket = socket;
    this.server = server;
  }

  /** Starts the server, which writes only to the folder. */
  public static VirtualSoundCard start(Path folder) {
    Path socket = folder.resolve("native");
    ProcessBuilder builder =
        new ProcessBuilder(
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--use-pid-file=no",
            "--exit-idle-time=-1",
            "-L",
            "module-native-protocol-unix auth-anonymous=1 socket=" + socket,
            "-L",
            "module-null-sink rate=48000 sink_name=" + SINK);
    builder
        .environment()
        .putAll(Map.of("HOME", folder.toString(), "XDG_RUNTIME_DIR", folder.toString()));
    RunningProcess server = RunningProcess.start("pulseaudio", builder);
    Awaitility.await("PulseAudio listens")
        .atMost(Duration.ofSeconds(15))
        .until(() -> Files.exists(socket));
    return new VirtualSoundCard(socket, server);
  }

  /** Environment variables for clients. */
  public Map<String, String> environment() {
    return Map.of("PULSE_SERVER", "unix:" + socket);
  }

  /** The device name for a capture. */
  public String device() {
    return "pulse:" + SINK + ".monitor";
  }

  /** Plays a tone until the process is closed. */
  public RunningProcess play(int hertz) {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                "ffmpeg",
                "-nostdin",
                "-v",
                "error",
                "-re",
                "-f",
                "lavfi",
                "-i",
                "sine=frequency=" + hertz + ":sample_rate=48000,volume=4",
                "-f",
                "pulse",
                "-device",
                SINK,
                "-buffer_duration",
                "100",
                "tone"));
    builder.environment().putAll(environment());
    return RunningProcess.start("ffmpeg", builder);
  }

  @Override
  public void close() {
    server.close();
  }
}
