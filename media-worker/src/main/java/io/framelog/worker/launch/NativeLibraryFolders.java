package io.framelog.worker.launch;

import java.util.List;

/**
 * The folders of this process's native libraries, if they are not loaded from their jars: with
 * {@code -Dorg.bytedeco.javacpp.pathsfirst=true} the folders of {@code java.library.path}. In a
 * container, unpacking the jars would take memory, and the file systems may forbid executable code.
 */
final class NativeLibraryFolders {
  private static final String FIRST = "org.bytedeco.javacpp.pathsfirst";
  private static final String FOLDERS = "java.library.path";

  private NativeLibraryFolders() {}

  /** Whether the libraries are in folders, so that their jars are not needed. */
  static boolean given() {
    return Boolean.getBoolean(FIRST);
  }

  /** The Java options that make a child process use the same folders. */
  static List<String> options() {
    return List.of("-D" + FIRST + "=true", "-D" + FOLDERS + "=" + System.getProperty(FOLDERS, ""));
  }
}
