package io.framelog.worker.launch;

import java.util.List;

/**
 * Where this process has its native libraries from, if not from their jars: with {@code
 * -Dorg.bytedeco.javacpp.pathsfirst=true} from the folders of {@code java.library.path}. In a
 * container unpacking them would take memory, if a file system may hold executable code there at
 * all.
 */
final class NativeLibraryFolders {
  private static final String FIRST = "org.bytedeco.javacpp.pathsfirst";
  private static final String FOLDERS = "java.library.path";

  private NativeLibraryFolders() {}

  /** Whether the libraries lie in folders, and no jar of them is needed. */
  static boolean given() {
    return Boolean.getBoolean(FIRST);
  }

  /** The options that make a child's Java look there, too. */
  static List<String> options() {
    return List.of("-D" + FIRST + "=true", "-D" + FOLDERS + "=" + System.getProperty(FOLDERS, ""));
  }
}
