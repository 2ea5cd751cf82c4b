#ifndef FRAMELOG_TRANSPORT_H
#define FRAMELOG_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum body { HEAD, PLAIN, CHUNKED, WEBSOCKET, ENDED };

/* Where a viewer is in its response: the head, then a plain, a chunked or a WebSocket's body. */
struct transport {
  enum body body;
  uint64_t left;            /* of the payload that has begun */
  uint8_t opcode;           /* of the WebSocket frame that has begun */
  uint8_t kept[1024];       /* a head, a frame's header, a text that has begun and not ended */
  size_t kept_length;
  uint16_t close_code;
};

/* What happens to a transport's owner. */
struct transport_events {
  void (*media)(void *owner, const uint8_t *bytes, size_t length);
  void (*text)(void *owner, const char *text);
  void (*ping)(void *owner, const uint8_t *payload, uint8_t length);
};

/* Takes bytes in any slicing; false if the server refused or broke the protocol (ENDED). */
bool take_bytes(struct transport *transport, const uint8_t *bytes, size_t length,
                const struct transport_events *events, void *owner);

/* Writes a pong of a client (RFC 6455 section 5.5.3), masked by zeros; returns its length. */
size_t make_pong(uint8_t pong[131], const uint8_t *payload, uint8_t length);

#endif
