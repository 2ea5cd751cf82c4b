package io.framelog.it.publish;

import io.framelog.it.device.VirtualScreen;
import io.framelog.it.process.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The installed OBS, configured as in its dialogs Settings → Stream → Service Custom… and Settings
 * → Output. It has one scene with a red left half and a blue right half.
 */
public final class Obs {
  public static final int WIDTH = 320;
  public static final int HEIGHT = 180;

  private static final String GLOBAL =
      """
      [General]
      FirstRun=true
      EnableAutoUpdates=false
      [Basic]
      Profile=Test
      ProfileDir=Test
      SceneCollection=Test
      SceneCollectionFile=Test
      """;
  private static final String PROFILE =
      """
      [General]
      Name=Test
      [Video]
      BaseCX=%1$d
      BaseCY=%2$d
      OutputCX=%1$d
      OutputCY=%2$d
      FPSType=1
      FPSInt=25
      [Output]
      Mode=Advanced
      [AdvOut]
      Encoder=obs_x264
      """
          .formatted(WIDTH, HEIGHT);
  private static final String SERVICE =
      """
      {"type": "rtmp_custom", "settings": {"server": "%s", "key": "", "use_auth": false}}
      """;
  private static final String ENCODER =
      """
      {"rate_control": "CBR", "bitrate": 500, "preset": "ultrafast", "keyint_sec": %d}
      """;

  /** Colours are written 0xAABBGGRR. */
  private static final String SCENES =
      """
      {
        "name": "Test", "current_scene": "Scene", "current_program_scene": "Scene",
        "scene_order": [{"name": "Scene"}],
        "sources": [
          {"id": "color_source", "versioned_id": "color_source_v3", "name": "Red",
           "settings": {"color": %3$d, "width": %1$d, "height": %2$d}},
          {"id": "color_source", "versioned_id": "color_source_v3", "name": "Blue",
           "settings": {"color": %4$d, "width": %1$d, "height": %2$d}},
          {"id": "scene", "name": "Scene", "settings": {"id_counter": 2, "items": [
            {"name": "Red", "id": 1, "visible": true, "align": 5, "pos": {"x": 0, "y": 0},
             "scale": {"x": 1, "y": 1}},
            {"name": "Blue", "id": 2, "visible": true, "align": 5, "pos": {"x": %1$d, "y": 0},
             "scale": {"x": 1, "y": 1}}]}}
        ]
      }
      """
          .formatted(WIDTH / 2, HEIGHT, 0xff0000ffL, 0xffff0000L);

  private Obs() {}

  /**
   * Starts OBS, which starts to stream.
   *
   * @param server value of the field "Server"; the field "Stream Key" is empty
   * @param keyframeSeconds "Keyframe Interval", 0 for the encoder's default
   * @param folder for its settings only
   */
  public static RunningProcess publish(
      VirtualScreen screen, URI server, int keyframeSeconds, Path folder) {
    Path basic = folder.resolve("obs-studio/basic");
    try {
      Path profile = Files.createDirectories(basic.resolve("profiles/Test"));
      Files.writeString(profile.resolve("basic.ini"), PROFILE);
      Files.writeString(profile.resolve("service.json"), SERVICE.formatted(server));
      Files.writeString(profile.resolve("streamEncoder.json"), ENCODER.formatted(keyframeSeconds));
      Files.writeString(
          Files.createDirectories(basic.resolve("scenes")).resolve("Test.json"), SCENES);
      Files.writeString(folder.resolve("obs-studio/global.ini"), GLOBAL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ProcessBuilder command =
        new ProcessBuilder(
            List.of("obs", "--multi", "--minimize-to-tray", "--startstreaming", "--verbose"));
    command
        .environment()
        .putAll(
            Map.of(
                "DISPLAY", screen.display(),
                "HOME", folder.toString(),
                "XDG_CONFIG_HOME", folder.toString(),
                "XDG_RUNTIME_DIR", folder.toString(),
                "LIBGL_ALWAYS_SOFTWARE", "1",
                "QT_QPA_PLATFORM", "xcb"));
    return RunningProcess.start("obs", command);
  }
}
