#ifndef FRAMELOG_CRC32C_H
#define FRAMELOG_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* CRC-32C (Castagnoli, RFC 3720 appendix B.4); crc is 0 at first, then the last result. */
uint32_t crc32c(uint32_t crc, const uint8_t *bytes, size_t length);

#endif
