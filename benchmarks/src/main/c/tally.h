#ifndef FRAMELOG_TALLY_H
#define FRAMELOG_TALLY_H

#include <stdint.h>

/* Times in ns in buckets 1/64 apart: percentiles to 1.6 %, the greatest exactly. */
struct times {
  uint64_t buckets[64 * 64];
  uint64_t count, max;
};

void add_time(struct times *times, uint64_t ns);

/* Milliseconds that the part (0 to 1) of the times stayed below; 0 when there are none. */
double percentile_ms(const struct times *times, double part);

/* What the checked viewers saw; all of it counted from the same moment. */
struct tally {
  struct times latency;
  uint64_t frames, bytes, largest;
  uint64_t gaps, missing, repeats, corrupt, unmarked, foreign, undecodable, announced;
};

#endif
