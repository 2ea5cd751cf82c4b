#ifndef FRAMELOG_NET_H
#define FRAMELOG_NET_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* CLOCK_MONOTONIC, ns; the publisher uses the same clock. */
uint64_t now_ns(void);

/* Ends the process with a message and the text of errno, if it is set. */
_Noreturn void fail(const char *what);

/* Opens a non-blocking, listening socket on a free port of the loopback address. */
int listen_on_loopback(uint16_t *port);

/* Starts to connect a non-blocking TCP_NODELAY socket to a port of the loopback address. */
int connect_to_loopback(uint16_t port);

/* Makes the kernel record arrival times of a socket's bytes, for receive_arrived. */
void note_arrivals(int fd);

/* recv, with the time, as of now_ns, at which its last byte arrived at the socket: the delay of
 * this process's read does not count as the server's. */
ssize_t receive_arrived(int fd, void *buffer, size_t length, uint64_t *arrived_ns);

/* Accepts a connection as a non-blocking TCP_NODELAY socket; -1 when there is none. */
int accept_from(int listener);

#endif
