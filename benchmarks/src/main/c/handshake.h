#ifndef FRAMELOG_HANDSHAKE_H
#define FRAMELOG_HANDSHAKE_H

#include <stddef.h>
#include <stdint.h>

/*
 * The answer to a WebSocket's request head (RFC 6455 section 4.2.2), NUL-terminated.
 * Returns its length, 0 if the request has no key.
 */
size_t accept_handshake(const char *request, char *response, size_t room);

/* Header of an unmasked binary message (RFC 6455 section 5.2); returns its 2, 4 or 10 bytes. */
size_t binary_header(uint8_t header[10], uint64_t payload);

#endif
