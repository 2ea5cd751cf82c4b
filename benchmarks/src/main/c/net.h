#ifndef FRAMELOG_NET_H
#define FRAMELOG_NET_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* CLOCK_MONOTONIC, ns: the publisher's clock, too. */
uint64_t now_ns(void);

/* Ends the process with a message and, where errno says more, its words. */
_Noreturn void fail(const char *what);

/* A listening, non-blocking socket of the loopback address on any free port. */
int listen_on_loopback(uint16_t *port);

/* A non-blocking, undelayed socket that begins to connect to a port of the loopback address. */
int connect_to_loopback(uint16_t port);

/* Lets the kernel note when bytes came to a socket, for receive_arrived. */
void note_arrivals(int fd);

/* recv, and when the last byte of it came to the socket, as now_ns: how late this process gets to read
 * it is not the server's doing. */
ssize_t receive_arrived(int fd, void *buffer, size_t length, uint64_t *arrived_ns);

/* A non-blocking, undelayed socket, or -1 when none waits. */
int accept_from(int listener);

#endif
