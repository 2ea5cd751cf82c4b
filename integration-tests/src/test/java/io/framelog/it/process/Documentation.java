package io.framelog.it.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Code of the documentation. */
public final class Documentation {
  private Documentation() {}

  /**
   * The first code block of a language on a page.
   *
   * @param page below {@code docs}
   * @param language the language at the block's start
   */
  public static String codeBlock(String page, String language) throws IOException {
    Path file = Service.root().resolve("docs").resolve(page);
    Matcher block =
        Pattern.compile("^```" + language + "\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(Files.readString(file));
    if (!block.find()) {
      throw new IllegalStateException(file + " has no code block of " + language);
    }
    return block.group(1);
  }
}
