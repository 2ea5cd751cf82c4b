#ifndef FRAMELOG_TALLY_H
#define FRAMELOG_TALLY_H

#include <stdint.h>

/* Times in ns in buckets 1/64 apart: percentiles have an error of 1.6 %, the maximum is exact. */
struct times {
  uint64_t buckets[64 * 64];
  uint64_t count, max;
};

void add_time(struct times *times, uint64_t ns);

/* The percentile of the part (0 to 1), milliseconds; 0 without times. */
double percentile_ms(const struct times *times, double part);

/* Results of the checked viewers, all counted from the same time on. */
struct tally {
  struct times latency;
  uint64_t frames, bytes, largest;
  uint64_t gaps, missing, repeats, corrupt, unmarked, foreign, undecodable, announced;
};

#endif
