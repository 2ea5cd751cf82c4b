#ifndef FRAMELOG_TRANSPORT_H
#define FRAMELOG_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum body { HEAD, PLAIN, CHUNKED, WEBSOCKET, ENDED };

/* A viewer's state in its response: the head, then a plain, chunked or WebSocket body. */
struct transport {
  enum body body;
  uint64_t left;            /* bytes of the current payload */
  uint8_t opcode;           /* of the current WebSocket frame */
  uint8_t kept[1024];       /* an incomplete head, frame header or text */
  size_t kept_length;
  uint16_t close_code;
};

/* Callbacks of a transport's owner. */
struct transport_events {
  void (*media)(void *owner, const uint8_t *bytes, size_t length);
  void (*text)(void *owner, const char *text);
  void (*ping)(void *owner, const uint8_t *payload, uint8_t length);
};

/* Reads bytes, split anywhere; false if the server refused or violated the protocol (ENDED). */
bool take_bytes(struct transport *transport, const uint8_t *bytes, size_t length,
                const struct transport_events *events, void *owner);

/* Writes a pong of a client (RFC 6455 section 5.5.3), masked by zeros; returns its length. */
size_t make_pong(uint8_t pong[131], const uint8_t *payload, uint8_t length);

#endif
