#include "mark.h"

#include <string.h>

#include "crc32c.h"

enum { MARK_BYTES = 58, TEXT = 5, SEQUENCE = 8, STREAM = 16, TIME = 20, LENGTH = 36, CRC = 44 };

static bool hex(const uint8_t *text, int digits, uint64_t *value) {
  *value = 0;
  for (int i = 0; i < digits; i++) {
    int c = text[i];
    int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) {
      return false;
    }
    *value = *value << 4 | (uint64_t)digit;
  }
  return true;
}

enum mark_check read_mark(const uint8_t *sample, size_t length, struct mark *mark) {
  static const uint8_t nal[] = {0, 0, 0, MARK_BYTES - 4, 12, 'F', 'L', 'M', 'A', 'R', 'K', '1'};
  if (length < MARK_BYTES || memcmp(sample + length - MARK_BYTES, nal, sizeof nal)) {
    return MARK_MISSING;
  }
  const uint8_t *text = sample + length - MARK_BYTES + TEXT;
  uint64_t sequence, stream, marked_length, crc;
  if (!hex(text + SEQUENCE, 8, &sequence) || !hex(text + STREAM, 4, &stream) ||
      !hex(text + TIME, 16, &mark->published_ns) || !hex(text + LENGTH, 8, &marked_length) ||
      !hex(text + CRC, 8, &crc) || marked_length + MARK_BYTES != length ||
      crc != crc32c(crc32c(0, sample, marked_length), text, CRC)) {
    return MARK_CORRUPT;
  }
  mark->key = text[SEQUENCE - 1] == 'K';
  mark->sequence = (uint32_t)sequence;
  mark->stream = (uint32_t)stream;
  return MARK_GOOD;
}
