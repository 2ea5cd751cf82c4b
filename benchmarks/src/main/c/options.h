#ifndef FRAMELOG_OPTIONS_H
#define FRAMELOG_OPTIONS_H

#include <stdbool.h>

#include "content.h"

enum { READ_BYTES = 256 << 10 };

/* Options of the load generator. */
struct options {
  int port;
  int viewers;       /* that read */
  int stalled;       /* additional ones that do not */
  int streams;       /* of the viewers; "{}" in the path is replaced by a stream's number */
  int rate;          /* connections a second */
  int warm_up;       /* seconds, after all have joined */
  int seconds;       /* that are measured */
  int pid;           /* of the server, 0 for none */
  int check_every;   /* the content of one in this many viewers is checked */
  int read_bytes;    /* at most, per read: small values test split frames */
  bool websocket;    /* else a plain HTTP response */
  enum container container;
  const char *path;
};

/* Ends the process with the usage when an argument is invalid. */
struct options parse_options(int argc, char **argv);

#endif
