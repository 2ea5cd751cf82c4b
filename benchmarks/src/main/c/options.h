#ifndef FRAMELOG_OPTIONS_H
#define FRAMELOG_OPTIONS_H

#include <stdbool.h>

#include "content.h"

enum { READ_BYTES = 256 << 10 };

/* What the load generator is asked for. */
struct options {
  int port;
  int viewers;       /* that read */
  int stalled;       /* that do not, on top */
  int streams;       /* that they spread over; "{}" in the path becomes a stream's number */
  int rate;          /* connections a second */
  int warm_up;       /* seconds, after all have joined */
  int seconds;       /* that are measured */
  int pid;           /* of the server, 0 for none */
  int check_every;   /* one in so many viewers is checked by content */
  int read_bytes;    /* at a time, at most: few to try what slices do */
  bool websocket;    /* or a plain response's body */
  enum container container;
  const char *path;
};

/* Ends the process with a usage where an argument makes no sense. */
struct options parse_options(int argc, char **argv);

#endif
