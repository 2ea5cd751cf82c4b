#ifndef FRAMELOG_MARK_H
#define FRAMELOG_MARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The publisher's mark at a sample's end; see Mark.java for the layout. */
struct mark {
  bool key;
  uint32_t sequence, stream;
  uint64_t published_ns;
};

enum mark_check { MARK_GOOD, MARK_MISSING, MARK_CORRUPT };

/* Finds the mark at a sample's end and compares the whole sample with its check sum. */
enum mark_check read_mark(const uint8_t *sample, size_t length, struct mark *mark);

#endif
