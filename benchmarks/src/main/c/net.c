#define _GNU_SOURCE
#include "net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

static uint64_t ns_of(struct timespec time) {
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static uint64_t ns_by(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return ns_of(now);
}

uint64_t now_ns(void) { return ns_by(CLOCK_MONOTONIC); }

_Noreturn void fail(const char *what) {
  fprintf(stderr, errno ? "%s: %s\n" : "%s\n", what, strerror(errno));
  exit(1);
}

static struct sockaddr_in loopback(uint16_t port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

static void undelayed(int fd) {
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

int listen_on_loopback(uint16_t *port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = loopback(0);
  socklen_t length = sizeof address;
  if (fd < 0 || bind(fd, (struct sockaddr *)&address, length) || listen(fd, 4096) ||
      getsockname(fd, (struct sockaddr *)&address, &length)) {
    fail("cannot listen");
  }
  *port = ntohs(address.sin_port);
  return fd;
}

int connect_to_loopback(uint16_t port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) {
    fail("no socket (ulimit -n?)");
  }
  undelayed(fd);
  struct sockaddr_in address = loopback(port);
  if (connect(fd, (struct sockaddr *)&address, sizeof address) && errno != EINPROGRESS) {
    fail("cannot connect");
  }
  return fd;
}

void note_arrivals(int fd) {
  int on = 1;
  if (setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on)) {
    fail("the kernel does not record arrival times");
  }
}

ssize_t receive_arrived(int fd, void *buffer, size_t length, uint64_t *arrived_ns) {
  _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(struct timespec))];
  struct iovec vector = {.iov_base = buffer, .iov_len = length};
  struct msghdr message = {.msg_iov = &vector,
                           .msg_iovlen = 1,
                           .msg_control = control,
                           .msg_controllen = sizeof control};
  ssize_t received = recvmsg(fd, &message, 0);
  *arrived_ns = now_ns();
  struct cmsghdr *header = received > 0 ? CMSG_FIRSTHDR(&message) : NULL;
  if (header && header->cmsg_type == SCM_TIMESTAMPNS) {
    struct timespec arrival;
    memcpy(&arrival, CMSG_DATA(header), sizeof arrival);
    /* The kernel's timestamp is CLOCK_REALTIME; subtract the time since then from now. */
    *arrived_ns -= ns_by(CLOCK_REALTIME) - ns_of(arrival);
  }
  return received;
}

int accept_from(int listener) {
  int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd >= 0) {
    undelayed(fd);
  } else if (errno != EAGAIN && errno != ECONNABORTED) {
    fail("cannot accept (ulimit -n?)");
  }
  return fd;
}
