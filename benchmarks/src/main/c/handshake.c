#define _GNU_SOURCE
#include "handshake.h"

#include <stdio.h>
#include <string.h>

static uint32_t rotated(uint32_t value, int by) { return value << by | value >> (32 - by); }

static void sha1_block(uint32_t state[5], const uint8_t block[64]) {
  uint32_t w[80];
  for (int i = 0; i < 16; i++) {
    w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
           (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
  }
  for (int i = 16; i < 80; i++) {
    w[i] = rotated(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  }
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
  for (int i = 0; i < 80; i++) {
    uint32_t f, k;
    if (i < 20) {
      f = (b & c) | (~b & d), k = 0x5a827999;
    } else if (i < 40) {
      f = b ^ c ^ d, k = 0x6ed9eba1;
    } else if (i < 60) {
      f = (b & c) | (b & d) | (c & d), k = 0x8f1bbcdc;
    } else {
      f = b ^ c ^ d, k = 0xca62c1d6;
    }
    uint32_t next = rotated(a, 5) + f + e + k + w[i];
    e = d, d = c, c = rotated(b, 30), b = a, a = next;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
}

/* SHA-1 of a text shorter than 120 bytes: at most two blocks. */
static void sha1(const char *text, uint8_t digest[20]) {
  uint32_t state[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  uint8_t blocks[128] = {0};
  size_t length = strlen(text);
  size_t padded = length < 56 ? 64 : 128;
  memcpy(blocks, text, length);
  blocks[length] = 0x80;
  blocks[padded - 2] = (uint8_t)(length * 8 >> 8);
  blocks[padded - 1] = (uint8_t)(length * 8);
  for (size_t at = 0; at < padded; at += 64) {
    sha1_block(state, blocks + at);
  }
  for (int i = 0; i < 20; i++) {
    digest[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
  }
}

static void base64(const uint8_t digest[20], char text[29]) {
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  uint8_t padded[21] = {0};
  memcpy(padded, digest, 20);
  for (int i = 0; i < 7; i++) {
    uint32_t word = (uint32_t)padded[3 * i] << 16 | (uint32_t)padded[3 * i + 1] << 8 |
                    padded[3 * i + 2];
    for (int j = 0; j < 4; j++) {
      text[4 * i + j] = alphabet[word >> (18 - 6 * j) & 63];
    }
  }
  text[27] = '=';
  text[28] = 0;
}

size_t accept_handshake(const char *request, char *response, size_t room) {
  static const char header[] = "\r\nSec-WebSocket-Key:";
  const char *found = strcasestr(request, header);
  char key[25], keyed[64], accepted[29];
  uint8_t digest[20];
  if (!found || sscanf(found + sizeof header - 1, " %24[^\r\n]", key) != 1) {
    return 0;
  }
  snprintf(keyed, sizeof keyed, "%s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key);
  sha1(keyed, digest);
  base64(digest, accepted);
  return (size_t)snprintf(response, room,
                          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
                          accepted);
}

size_t binary_header(uint8_t header[10], uint64_t payload) {
  int bytes = payload < 126 ? 0 : payload < 65536 ? 2 : 8;
  header[0] = 0x82;
  header[1] = (uint8_t)(bytes == 0 ? payload : bytes == 2 ? 126 : 127);
  for (int i = 0; i < bytes; i++) {
    header[2 + i] = (uint8_t)(payload >> 8 * (bytes - 1 - i));
  }
  return (size_t)(2 + bytes);
}
