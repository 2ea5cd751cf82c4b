#define _GNU_SOURCE
#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static _Noreturn void refuse(void) {
  fprintf(stderr,
          "usage: viewers --port N --path PATH [--viewers N] [--stalled N] [--streams N] [--rate N]\n"
          "  [--warm-up S] [--seconds S] [--pid N] [--check-every N] [--read-bytes N]\n"
          "  [--http] [--flv]\n");
  exit(2);
}

static int number(const char *text, int least) {
  char *end;
  long value = strtol(text, &end, 10);
  if (*text == 0 || *end != 0 || value < least || value > 10000000) {
    fprintf(stderr, "'%s', expected a number of at least %d\n", text, least);
    refuse();
  }
  return (int)value;
}

struct options parse_options(int argc, char **argv) {
  static const struct option names[] = {
      {"port", 1, 0, 'p'},        {"path", 1, 0, 'u'},    {"viewers", 1, 0, 'n'},
      {"stalled", 1, 0, 's'},     {"streams", 1, 0, 'm'}, {"rate", 1, 0, 'r'},
      {"warm-up", 1, 0, 'w'},     {"seconds", 1, 0, 't'}, {"pid", 1, 0, 'i'},
      {"check-every", 1, 0, 'c'}, {"http", 0, 0, 'h'},    {"flv", 0, 0, 'f'},
      {"read-bytes", 1, 0, 'b'},  {0, 0, 0, 0}};
  struct options options = {.viewers = 1, .streams = 1, .rate = 200, .warm_up = 5, .seconds = 10,
                            .check_every = 1, .read_bytes = READ_BYTES, .websocket = true, .container = MP4, .path = "/"};
  for (int c; (c = getopt_long(argc, argv, "", names, NULL)) != -1;) {
    switch (c) {
      case 'p': options.port = number(optarg, 1); break;
      case 'u': options.path = optarg; break;
      case 'n': options.viewers = number(optarg, 1); break;
      case 's': options.stalled = number(optarg, 0); break;
      case 'm': options.streams = number(optarg, 1); break;
      case 'r': options.rate = number(optarg, 1); break;
      case 'w': options.warm_up = number(optarg, 0); break;
      case 't': options.seconds = number(optarg, 1); break;
      case 'i': options.pid = number(optarg, 0); break;
      case 'c': options.check_every = number(optarg, 1); break;
      case 'b': options.read_bytes = number(optarg, 1); break;
      case 'h': options.websocket = false; break;
      case 'f': options.container = FLV; break;
      default: refuse();
    }
  }
  if (options.port == 0 || options.read_bytes > READ_BYTES || optind < argc) {
    refuse();
  }
  return options;
}
