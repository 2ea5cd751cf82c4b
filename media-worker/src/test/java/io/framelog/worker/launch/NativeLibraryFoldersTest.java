package io.framelog.worker.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NativeLibraryFoldersTest {
  private static final String FIRST = "org.bytedeco.javacpp.pathsfirst";

  @AfterEach
  void clear() {
    System.clearProperty(FIRST);
  }

  @Test
  void usesTheJarsByDefault() {
    assertThat(NativeLibraryFolders.given()).isFalse();
    assertThat(WorkerClassPath.find()).containsPattern("ffmpeg-[^:]*-(linux|macosx|windows)-");
  }

  @Test
  void aWorkerUsesTheFoldersOfItsNode() {
    // given
    System.setProperty(FIRST, "true");

    // then
    assertThat(NativeLibraryFolders.options())
        .containsExactly(
            "-D" + FIRST + "=true",
            "-Djava.library.path=" + System.getProperty("java.library.path"));
    assertThat(WorkerClassPath.find())
        .contains("ffmpeg-")
        .doesNotContainPattern("ffmpeg-[^:]*-(linux|macosx|windows)-");
  }
}
