package io.framelog.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The instructions of a Dockerfile, with continued lines joined. */
record Dockerfile(String name, List<Instruction> instructions) {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** An instruction: a keyword such as {@code COPY} and the rest of the line. */
  record Instruction(String keyword, String rest) {
    static Instruction parse(String line) {
      int space = line.indexOf(' ');
      return new Instruction(line.substring(0, space), line.substring(space + 1).strip());
    }

    @Override
    public String toString() {
      return keyword + " " + rest;
    }
  }

  static List<Dockerfile> all() {
    try (Stream<Path> files = Files.list(ROOT.resolve("docker"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".Dockerfile"))
          .sorted()
          .map(Dockerfile::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dockerfile read(Path file) {
    List<Instruction> instructions = new ArrayList<>();
    StringBuilder joined = new StringBuilder();
    for (String line : lines(file)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      boolean continued = line.endsWith("\\");
      joined.append(continued ? line.substring(0, line.length() - 1) : line).append(' ');
      if (!continued) {
        instructions.add(Instruction.parse(joined.toString().strip()));
        joined.setLength(0);
      }
    }
    return new Dockerfile(file.getFileName().toString(), List.copyOf(instructions));
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> all(String keyword) {
    return instructions.stream()
        .filter(instruction -> instruction.keyword().equals(keyword))
        .map(Instruction::rest)
        .toList();
  }

  /** The instructions of the last stage, after the last {@code FROM}. */
  Dockerfile lastStage() {
    int from = 0;
    for (int i = 0; i < instructions.size(); i++) {
      if (instructions.get(i).keyword().equals("FROM")) {
        from = i;
      }
    }
    return new Dockerfile(name, instructions.subList(from, instructions.size()));
  }

  @Override
  public String toString() {
    return name;
  }
}
