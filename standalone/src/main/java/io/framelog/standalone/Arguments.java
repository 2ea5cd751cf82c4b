package io.framelog.standalone;

/**
 * The command line.
 *
 * @param demo publish a test picture
 */
record Arguments(boolean demo) {
  static Arguments parse(String... arguments) {
    boolean demo = false;
    for (String argument : arguments) {
      if (!argument.equals("--demo")) {
        throw new StartException("argument '" + argument + "' is unknown, expected --demo or none");
      }
      demo = true;
    }
    return new Arguments(demo);
  }
}
