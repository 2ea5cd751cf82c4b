#include "crc32c.h"

#include <string.h>

#if defined(__SSE4_2__)
#include <nmmintrin.h>

uint32_t crc32c(uint32_t crc, const uint8_t *bytes, size_t length) {
  uint64_t state = ~crc;
  for (; length >= 8; bytes += 8, length -= 8) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    state = _mm_crc32_u64(state, word);
  }
  for (; length > 0; bytes++, length--) {
    state = _mm_crc32_u8((uint32_t)state, *bytes);
  }
  return ~(uint32_t)state;
}

#else

uint32_t crc32c(uint32_t crc, const uint8_t *bytes, size_t length) {
  static uint32_t table[256];
  if (table[1] == 0) {
    for (uint32_t i = 0; i < 256; i++) {
      uint32_t entry = i;
      for (int bit = 0; bit < 8; bit++) {
        entry = entry >> 1 ^ (entry & 1 ? 0x82f63b78u : 0);
      }
      table[i] = entry;
    }
  }
  crc = ~crc;
  for (; length > 0; bytes++, length--) {
    crc = crc >> 8 ^ table[(crc ^ *bytes) & 0xff];
  }
  return ~crc;
}

#endif
