package io.framelog.worker.launch;

import io.framelog.media.container.ContainerParser;
import io.framelog.worker.WorkerMain;
import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * Finds the class path of a worker, whether this process runs from a fast-jar's folder, a build's
 * output or one jar for several services. The libraries' classes are looked up but not initialized,
 * so that the node itself loads no native code.
 */
final class WorkerClassPath {
  private static final List<String> CLASSES =
      List.of("org.bytedeco.javacpp.Loader", "org.bytedeco.ffmpeg.global.avformat");

  /** LGPL and GPL flavours of FFmpeg. */
  private static final List<String> FLAVOURS = List.of("", "-gpl");

  private WorkerClassPath() {}

  /**
   * The value of {@code -cp}.
   *
   * @throws IllegalStateException when a part is missing
   */
  static String find() {
    ClassLoader loader = WorkerMain.class.getClassLoader();
    Set<Path> parts = new LinkedHashSet<>();
    parts.add(codeSource(WorkerMain.class));
    parts.add(codeSource(ContainerParser.class));
    for (String name : CLASSES) {
      try {
        parts.add(codeSource(Class.forName(name, false, loader)));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("no " + name + " on the class path", e);
      }
    }
    if (!NativeLibraryFolders.given()) {
      addNativeJars(loader, parts);
    }
    return parts.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static void addNativeJars(ClassLoader loader, Set<Path> parts) {
    String platform = Loader.getPlatform();
    parts.add(jarOf(loader, "org/bytedeco/javacpp/" + platform));
    parts.add(
        FLAVOURS.stream()
            .map(flavour -> "org/bytedeco/ffmpeg/" + platform + flavour)
            .filter(folder -> resource(loader, folder) != null)
            .findFirst()
            .map(folder -> jarOf(loader, folder))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "FFmpeg's libraries for "
                            + platform
                            + " are not in this build, expected -Djavacpp.platform="
                            + platform)));
  }

  private static Path codeSource(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IllegalStateException("the location of " + type.getName() + " is unknown");
    }
    return path(source.getLocation());
  }

  private static @Nullable URL resource(ClassLoader loader, String folder) {
    // A folder is only found if the jar has an entry for it; a library is always found.
    String library = folder.contains("/ffmpeg/") ? "jniavformat" : "jnijavacpp";
    return loader.getResource(folder + "/" + System.mapLibraryName(library));
  }

  private static Path jarOf(ClassLoader loader, String folder) {
    URL url = resource(loader, folder);
    if (url == null) {
      throw new IllegalStateException("no " + folder + " on the class path");
    }
    try {
      return path(((JarURLConnection) url.openConnection()).getJarFileURL());
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + url, e);
    }
  }

  private static Path path(URL location) {
    try {
      URI uri = location.toURI();
      return Path.of(uri);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("not a location in the file system: " + location, e);
    }
  }
}
