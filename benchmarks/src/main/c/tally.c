#include "tally.h"

static unsigned bucket(uint64_t ns) {
  if (ns < 64) {
    return (unsigned)ns;
  }
  unsigned shift = 57 - (unsigned)__builtin_clzll(ns);
  return (shift + 1) * 64 + (unsigned)(ns >> shift) - 64;
}

static double middle(unsigned bucket) {
  if (bucket < 64) {
    return bucket;
  }
  unsigned shift = bucket / 64 - 1;
  return ((double)(bucket % 64) + 64.5) * (double)(1ull << shift);
}

void add_time(struct times *times, uint64_t ns) {
  times->buckets[bucket(ns)]++;
  times->count++;
  times->max = ns > times->max ? ns : times->max;
}

double percentile_ms(const struct times *times, double part) {
  uint64_t wanted = (uint64_t)(part * (double)times->count);
  uint64_t passed = 0;
  for (unsigned i = 0; i < 64 * 64; i++) {
    passed += times->buckets[i];
    if (passed > wanted) {
      double ns = middle(i);
      return (ns < (double)times->max ? ns : (double)times->max) / 1e6;
    }
  }
  return (double)times->max / 1e6;
}
