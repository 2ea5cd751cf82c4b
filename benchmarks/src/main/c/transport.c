#define _GNU_SOURCE
#include "transport.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONTINUATION = 0, TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9 };

static bool ended(struct transport *transport) {
  transport->body = ENDED;
  return false;
}

/* Stores one byte of a head or header; false when it is too long. */
static bool keep(struct transport *transport, uint8_t byte) {
  if (transport->kept_length + 1 >= sizeof transport->kept) {
    return false;
  }
  transport->kept[transport->kept_length++] = byte;
  transport->kept[transport->kept_length] = 0;
  return true;
}

static bool end_head(struct transport *transport) {
  const char *head = (const char *)transport->kept;
  int status = 0;
  if (sscanf(head, "HTTP/1.%*d %d", &status) != 1 || (status != 101 && status != 200)) {
    fprintf(stderr, "refused: %.*s\n", (int)strcspn(head, "\r\n"), head);
    return ended(transport);
  }
  bool chunked = strcasestr(head, "\r\ntransfer-encoding: chunked") != NULL;
  transport->body = status == 101 ? WEBSOCKET : chunked ? CHUNKED : PLAIN;
  transport->kept_length = 0;
  return true;
}

/* Reads one byte of a WebSocket frame's header (RFC 6455 section 5.2). */
static bool take_frame_header(struct transport *transport, uint8_t byte) {
  if (!keep(transport, byte)) {
    return ended(transport);
  }
  const uint8_t *kept = transport->kept;
  if (transport->kept_length < 2) {
    return true;
  }
  size_t extra = kept[1] == 126 ? 2 : kept[1] == 127 ? 8 : 0;
  if (transport->kept_length < 2 + extra) {
    return true;
  }
  uint64_t length = extra ? 0 : kept[1];
  for (size_t i = 0; i < extra; i++) {
    length = length << 8 | kept[2 + i];
  }
  if (kept[1] > 127) {
    return ended(transport);
  }
  transport->opcode = (kept[0] & 15) == CONTINUATION ? transport->opcode : kept[0] & 15;
  transport->left = length;
  transport->kept_length = 0;
  return true;
}

/* Reads one byte of a chunk's size line, or of the line break before it. */
static bool take_chunk_line(struct transport *transport, uint8_t byte) {
  if (!keep(transport, byte)) {
    return ended(transport);
  }
  if (byte == '\n' && transport->kept_length > 2) {
    transport->left = strtoull((const char *)transport->kept, NULL, 16);
    transport->kept_length = 0;
    return transport->left > 0 || ended(transport);
  }
  return true;
}

static bool end_short_frame(struct transport *transport, const struct transport_events *events,
                            void *owner) {
  uint8_t *payload = transport->kept;
  size_t length = transport->kept_length;
  transport->kept_length = 0;
  if (transport->opcode == TEXT) {
    events->text(owner, (const char *)payload);
  } else if (transport->opcode == PING) {
    events->ping(owner, payload, (uint8_t)length);
  } else if (transport->opcode == CLOSE) {
    transport->close_code = length >= 2 ? (uint16_t)(payload[0] << 8 | payload[1]) : 1005;
    return ended(transport);
  }
  return true;
}

/* Passes on the available bytes of the current payload; returns their number. */
static size_t take_payload(struct transport *transport, const uint8_t *bytes, size_t length,
                           const struct transport_events *events, void *owner) {
  size_t taken = transport->left < length ? (size_t)transport->left : length;
  transport->left -= taken;
  if (transport->body == CHUNKED || transport->opcode == BINARY) {
    events->media(owner, bytes, taken);
    return taken;
  }
  for (size_t i = 0; i < taken; i++) {
    keep(transport, bytes[i]);
  }
  return taken;
}

bool take_bytes(struct transport *transport, const uint8_t *bytes, size_t length,
                const struct transport_events *events, void *owner) {
  const uint8_t *end = bytes + length;
  while (bytes < end) {
    if (transport->body == PLAIN) {
      events->media(owner, bytes, (size_t)(end - bytes));
      return true;
    }
    if (transport->body == HEAD) {
      if (!keep(transport, *bytes++)) {
        return ended(transport);
      }
      bool whole = transport->kept_length >= 4 &&
                   !memcmp(transport->kept + transport->kept_length - 4, "\r\n\r\n", 4);
      if (whole && !end_head(transport)) {
        return false;
      }
      continue;
    }
    if (transport->left > 0) {
      bytes += take_payload(transport, bytes, (size_t)(end - bytes), events, owner);
    } else if (transport->body == CHUNKED) {
      if (!take_chunk_line(transport, *bytes++)) {
        return false;
      }
      continue;
    } else {
      if (!take_frame_header(transport, *bytes++)) {
        return false;
      }
      if (transport->kept_length > 0 || transport->left > 0) {
        continue;
      }
    }
    bool short_frame = transport->body == WEBSOCKET && transport->opcode != BINARY;
    if (transport->left == 0 && short_frame && !end_short_frame(transport, events, owner)) {
      return false;
    }
  }
  return transport->body != ENDED;
}

size_t make_pong(uint8_t pong[131], const uint8_t *payload, uint8_t length) {
  pong[0] = 0x8a;
  pong[1] = 0x80 | length;
  memset(pong + 2, 0, 4);
  memcpy(pong + 6, payload, length);
  return 6u + length;
}
