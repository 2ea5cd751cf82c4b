/*
 * A minimal server: it frames each frame once and writes it to each viewer's socket on arrival,
 * with one thread and one write per viewer and frame.
 *
 *   feed (length, kind, piece) --> [ ring of framed pieces ] --> write() to each viewer
 *                                     ^ newest keyframe: start of a joining viewer
 *
 * A viewer whose socket is full continues from the ring when it is writable again; one that falls a
 * whole ring behind is closed. Prints the ports of feed and viewers; ends with its feed.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "handshake.h"
#include "net.h"

enum { RING = 1024, REQUEST = 2048, PIECE_LIMIT = 16 << 20 };
enum kind { INIT, KEYFRAME, FRAME };

struct piece {
  uint8_t *bytes;
  size_t length;
};

struct viewer {
  int fd;
  size_t place;        /* in the list of joined viewers */
  bool joined, blocked;
  bool init_sent;
  uint64_t next;       /* number of the piece being written */
  size_t offset;       /* bytes of it that have been written */
  size_t request_length;
  char request[REQUEST];
};

static int poller;
static struct piece init, ring[RING];
static uint64_t produced, keyframe;
static struct viewer **joined;
static size_t joined_count, joined_room;

static void watch(int fd, int operation, uint32_t events, void *what) {
  struct epoll_event event = {.events = events, .data.ptr = what};
  if (epoll_ctl(poller, operation, fd, &event)) {
    fail("cannot watch a socket");
  }
}

static void drop(struct viewer *viewer) {
  if (viewer->joined) {
    joined[viewer->place] = joined[--joined_count];
    joined[viewer->place]->place = viewer->place;
  }
  close(viewer->fd);
  free(viewer);
}

/* Writes as much as the socket accepts; false if the viewer must be dropped. */
static bool pump(struct viewer *viewer) {
  bool full = false;
  while (!full && (!viewer->init_sent || viewer->next < produced)) {
    if (viewer->init_sent && viewer->next + RING < produced) {
      return false;
    }
    struct piece *piece = viewer->init_sent ? &ring[viewer->next % RING] : &init;
    size_t left = piece->length - viewer->offset;
    ssize_t written = send(viewer->fd, piece->bytes + viewer->offset, left, MSG_NOSIGNAL);
    if (written < 0 && errno != EAGAIN) {
      return false;
    }
    full = written < 0 || (size_t)written < left;
    viewer->offset += written < 0 ? 0 : (size_t)written;
    if (!full) {
      viewer->offset = 0;
      viewer->next += viewer->init_sent;
      viewer->init_sent = true;
    }
  }
  if (full != viewer->blocked) {
    viewer->blocked = full;
    watch(viewer->fd, EPOLL_CTL_MOD, EPOLLIN | (full ? EPOLLOUT : 0), viewer);
  }
  return true;
}

static void store(struct piece *piece, const uint8_t *payload, size_t length) {
  uint8_t header[10];
  size_t head = binary_header(header, length);
  free(piece->bytes);
  piece->length = head + length;
  piece->bytes = malloc(piece->length);
  if (!piece->bytes) {
    fail("no memory for a frame");
  }
  memcpy(piece->bytes, header, head);
  memcpy(piece->bytes + head, payload, length);
}

static void produce(enum kind kind, const uint8_t *payload, size_t length) {
  if (kind == INIT) {
    store(&init, payload, length);
    return;
  }
  store(&ring[produced % RING], payload, length);
  if (kind == KEYFRAME) {
    keyframe = produced;
  }
  produced++;
  for (size_t i = joined_count; i-- > 0;) {
    if (!joined[i]->blocked && !pump(joined[i])) {
      drop(joined[i]);
    }
  }
}

static void read_feed(int fd) {
  static uint8_t *buffer;
  static size_t used;
  if (!buffer && !(buffer = malloc(PIECE_LIMIT))) {
    fail("no memory for the feed");
  }
  ssize_t length = recv(fd, buffer + used, PIECE_LIMIT - used, 0);
  if (length <= 0) {
    if (length < 0 && errno == EAGAIN) {
      return;
    }
    exit(0);
  }
  used += (size_t)length;
  size_t at = 0;
  while (used - at >= 5) {
    const uint8_t *p = buffer + at;
    size_t piece = (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
    if (piece < 1 || piece > PIECE_LIMIT - 4) {
      errno = 0;
      fail("the feed has an invalid length");
    }
    if (used - at < 4 + piece) {
      break;
    }
    produce((enum kind)p[4], p + 5, piece - 1);
    at += 4 + piece;
  }
  memmove(buffer, buffer + at, used - at);
  used -= at;
}

static bool join(struct viewer *viewer) {
  char response[256];
  size_t length = accept_handshake(viewer->request, response, sizeof response);
  if (!length || send(viewer->fd, response, length, MSG_NOSIGNAL) != (ssize_t)length) {
    return false;
  }
  if (joined_count == joined_room) {
    joined_room = joined_room ? joined_room * 2 : 1024;
    joined = realloc(joined, joined_room * sizeof *joined);
    if (!joined) {
      fail("no memory for viewers");
    }
  }
  viewer->joined = true;
  viewer->place = joined_count;
  joined[joined_count++] = viewer;
  viewer->next = keyframe;
  return pump(viewer);
}

/* Reads and discards what a viewer sends after its handshake (pongs). */
static bool read_viewer(struct viewer *viewer) {
  char discarded[512];
  bool head = !viewer->joined;
  char *to = head ? viewer->request + viewer->request_length : discarded;
  size_t room = head ? REQUEST - 1 - viewer->request_length : sizeof discarded;
  ssize_t length = recv(viewer->fd, to, room, 0);
  if (length <= 0) {
    return length < 0 && errno == EAGAIN;
  }
  if (head) {
    viewer->request_length += (size_t)length;
    viewer->request[viewer->request_length] = 0;
    return strstr(viewer->request, "\r\n\r\n") ? join(viewer) : true;
  }
  return true;
}

static void accept_viewers(int listener) {
  for (int fd = accept_from(listener); fd >= 0; fd = accept_from(listener)) {
    struct viewer *viewer = calloc(1, sizeof *viewer);
    if (!viewer) {
      fail("no memory for a viewer");
    }
    viewer->fd = fd;
    watch(fd, EPOLL_CTL_ADD, EPOLLIN, viewer);
  }
}

int main(void) {
  uint16_t feed_port, viewer_port;
  int feed_listener = listen_on_loopback(&feed_port);
  int viewer_listener = listen_on_loopback(&viewer_port);
  int feed = -1;
  poller = epoll_create1(EPOLL_CLOEXEC);
  watch(feed_listener, EPOLL_CTL_ADD, EPOLLIN, &feed_listener);
  watch(viewer_listener, EPOLL_CTL_ADD, EPOLLIN, &viewer_listener);
  printf("%u %u\n", feed_port, viewer_port);
  fflush(stdout);
  for (;;) {
    struct epoll_event events[256];
    int count = epoll_wait(poller, events, 256, -1);
    /* Read the feed last: that may drop viewers that have other events in this pass. */
    bool feed_ready = false;
    for (int i = 0; i < count; i++) {
      void *what = events[i].data.ptr;
      if (what == &feed_listener) {
        feed = accept_from(feed_listener);
        watch(feed, EPOLL_CTL_ADD, EPOLLIN, &feed);
      } else if (what == &viewer_listener) {
        accept_viewers(viewer_listener);
      } else if (what == &feed) {
        feed_ready = true;
      } else {
        struct viewer *viewer = what;
        bool alive = !(events[i].events & (EPOLLERR | EPOLLHUP));
        alive = alive && (!(events[i].events & EPOLLIN) || read_viewer(viewer));
        alive = alive && (!(events[i].events & EPOLLOUT) || pump(viewer));
        if (!alive) {
          drop(viewer);
        }
      }
    }
    if (feed_ready) {
      read_feed(feed);
    }
  }
}
