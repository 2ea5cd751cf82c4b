/*
 * Runs thousands of viewers in one thread: connects them at a given rate, waits until all have
 * joined, warms up, measures for the given time and prints the results.
 *
 *   connect --> handshake --> joined --> checked: every byte of every frame
 *                                   `--> counted: number of bytes only, which the kernel discards
 *
 * A generator that reads each byte needs more processor time than the server it measures. So one
 * viewer in "check-every" is checked and the others are counted; a viewer that received less than
 * the checked ones is reported as "short". Stalled viewers are additional and read nothing after
 * their handshake was sent.
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

#include "content.h"
#include "net.h"
#include "options.h"
#include "process.h"
#include "tally.h"
#include "transport.h"

enum { JOIN_PATIENCE = 15, PONG_EVERY = 10 };
static const uint64_t SECOND = 1000000000u;

static struct options options;

enum state { IDLE, CONNECTING, OPEN, CLOSED };

struct viewer {
  int fd;
  enum state state;
  bool checked, stalled;
  uint64_t connected_ns, bytes;
  struct transport transport;
  struct content content;
};

static int poller;
static struct viewer *viewers;
static int all, begun, joined, closed, stalled_closed;
static uint64_t arrived_ns;
static struct times joins;
static struct tally tally, before;

static void on_media(void *owner, const uint8_t *bytes, size_t length) {
  struct viewer *viewer = owner;
  bool was = viewer->content.decodable;
  take_content(&viewer->content, bytes, length, arrived_ns, &tally);
  if (!was && viewer->content.decodable) {
    joined++;
    add_time(&joins, arrived_ns - viewer->connected_ns);
  }
}

static void on_text(void *owner, const char *text) {
  (void)owner;
  tally.announced += strstr(text, "\"gap\"") != NULL;
}

static void on_ping(void *owner, const uint8_t *payload, uint8_t length) {
  struct viewer *viewer = owner;
  uint8_t pong[131];
  size_t bytes = make_pong(pong, payload, length);
  if (send(viewer->fd, pong, bytes, MSG_NOSIGNAL) != (ssize_t)bytes) {
    fprintf(stderr, "the socket did not accept a pong\n");
  }
}

static const struct transport_events EVENTS = {on_media, on_text, on_ping};

static void end_viewer(struct viewer *viewer, const char *why) {
  if (++closed <= 3) {
    fprintf(stderr, "viewer %ld closed: %s, code %d\n", (long)(viewer - viewers), why,
            viewer->transport.close_code);
  }
  stalled_closed += viewer->stalled;
  close(viewer->fd);
  end_content(&viewer->content);
  viewer->state = CLOSED;
}

static void watch(struct viewer *viewer, int operation, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = viewer};
  if (epoll_ctl(poller, operation, viewer->fd, &event)) {
    fail("cannot watch a viewer");
  }
}

static void begin_viewer(struct viewer *viewer, int index) {
  viewer->stalled = index >= options.viewers;
  viewer->checked = index % options.check_every == 0;
  viewer->content.container = options.container;
  viewer->content.stream = (uint32_t)(index % options.streams);
  viewer->connected_ns = now_ns();
  viewer->fd = connect_to_loopback((uint16_t)options.port);
  note_arrivals(viewer->fd);
  viewer->state = CONNECTING;
  watch(viewer, EPOLL_CTL_ADD, EPOLLOUT);
}

/* The path with "{}" replaced by the stream's number. */
static void path_of(const struct viewer *viewer, char *path, size_t room) {
  const char *gap = strstr(options.path, "{}");
  if (gap) {
    snprintf(path, room, "%.*s%04u%s", (int)(gap - options.path), options.path,
             viewer->content.stream, gap + 2);
  } else {
    snprintf(path, room, "%s", options.path);
  }
}

static void ask(struct viewer *viewer) {
  char request[1024], path[512];
  path_of(viewer, path, sizeof path);
  int length = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n",
                        path, options.port,
                        options.websocket
                            ? "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                              "Sec-WebSocket-Version: 13\r\n"
                              "Sec-WebSocket-Protocol: framelog.v1\r\n"
                              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                            : "");
  if (send(viewer->fd, request, (size_t)length, MSG_NOSIGNAL) != length) {
    end_viewer(viewer, "the socket did not accept the request");
    return;
  }
  viewer->state = OPEN;
  watch(viewer, EPOLL_CTL_MOD, viewer->stalled ? 0 : EPOLLIN);
}

static void read_viewer(struct viewer *viewer) {
  static uint8_t buffer[READ_BYTES];
  bool counted = !viewer->checked && viewer->content.decodable;
  ssize_t length = counted ? recv(viewer->fd, NULL, 16 << 20, MSG_TRUNC)
                           : receive_arrived(viewer->fd, buffer, (size_t)options.read_bytes,
                                             &arrived_ns);
  if (length < 0 && errno == EAGAIN) {
    return;
  }
  if (length <= 0) {
    end_viewer(viewer, length < 0 ? strerror(errno) : "end of stream");
    return;
  }
  viewer->bytes += (uint64_t)length;
  tally.bytes += (uint64_t)length;
  if (!counted && !take_bytes(&viewer->transport, buffer, (size_t)length, &EVENTS, viewer)) {
    end_viewer(viewer, "by the server");
  }
}

static void on_event(struct viewer *viewer, uint32_t events) {
  if (viewer->state == CONNECTING) {
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(viewer->fd, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error) {
      end_viewer(viewer, strerror(error));
    } else {
      ask(viewer);
    }
  } else if (viewer->state == OPEN && viewer->stalled) {
    end_viewer(viewer, events & EPOLLERR ? "reset while stalled" : "ended while stalled");
  } else if (viewer->state == OPEN) {
    read_viewer(viewer);
  }
}

/* Counted viewers do not read pings, so they send unsolicited pongs (RFC 6455, 5.5.3). */
static void tell_of_life(uint64_t now) {
  static uint64_t last;
  if (!options.websocket || now - last < PONG_EVERY * SECOND) {
    return;
  }
  last = now;
  uint8_t pong[131];
  size_t bytes = make_pong(pong, NULL, 0);
  for (int i = 0; i < begun; i++) {
    bool counted = viewers[i].state == OPEN && !viewers[i].checked && !viewers[i].stalled;
    if (counted && viewers[i].content.decodable &&
        send(viewers[i].fd, pong, bytes, MSG_NOSIGNAL) < 0) {
      end_viewer(&viewers[i], "the socket did not accept a pong");
    }
  }
}

/* Serves the sockets until the end time and connects the viewers that are due. */
static void serve_until(uint64_t end, uint64_t start, bool (*done)(void)) {
  for (uint64_t now = now_ns(); now < end && !(done && done()); now = now_ns()) {
    uint64_t due = (now - start) * (uint64_t)options.rate / SECOND + 1;
    while (begun < all && (uint64_t)begun < due) {
      begin_viewer(&viewers[begun], begun);
      begun++;
    }
    struct epoll_event ready[512];
    int count = epoll_wait(poller, ready, 512, begun < all ? 1 : 20);
    for (int i = 0; i < count; i++) {
      on_event(ready[i].data.ptr, ready[i].events);
    }
    tell_of_life(now);
  }
}

static bool all_joined(void) { return begun == all && joined >= options.viewers; }

static bool everything_gone(void) { return begun == all && closed == all; }

/* Number of viewers that received less than 95 % of the checked ones' average, minus a keyframe,
 * which may still be queued at the end of the measurement. */
static int short_of(double bytes_of_checked) {
  double enough = 0.95 * bytes_of_checked - (double)before.largest;
  int found = 0;
  for (int i = 0; i < options.viewers; i++) {
    found += viewers[i].state != OPEN || (double)viewers[i].bytes < enough;
  }
  return found;
}

static double mean_of_checked(void) {
  double sum = 0;
  int count = 0;
  for (int i = 0; i < options.viewers; i += options.check_every) {
    sum += (double)viewers[i].bytes;
    count++;
  }
  return sum / count;
}

static void print_times(const char *name, const struct times *times) {
  printf("%s_p50_ms=%.2f\n%s_p95_ms=%.2f\n%s_p99_ms=%.2f\n%s_max_ms=%.2f\n", name,
         percentile_ms(times, 0.5), name, percentile_ms(times, 0.95), name,
         percentile_ms(times, 0.99), name, (double)times->max / 1e6);
}

static void report(double seconds, struct processor_time server, double own) {
  int checked = (options.viewers + options.check_every - 1) / options.check_every;
  printf("viewers=%d\nchecked=%d\nstalled=%d\nseconds=%.2f\n", options.viewers, checked,
         options.stalled, seconds);
  printf("joined=%d\nclosed=%d\nstalled_closed=%d\n", joined, closed, stalled_closed);
  print_times("join", &joins);
  print_times("latency", &tally.latency);
  printf("frames_per_second=%.2f\nmegabytes_per_second=%.1f\n",
         (double)tally.frames / checked / seconds, (double)tally.bytes / seconds / 1e6);
  printf("gaps=%lu\nmissing=%lu\nannounced=%lu\nshort=%d\n", tally.gaps, tally.missing,
         tally.announced, short_of(mean_of_checked()));
  printf("repeats=%lu\ncorrupt=%lu\nunmarked=%lu\nforeign=%lu\nundecodable=%lu\n",
         tally.repeats + before.repeats, tally.corrupt + before.corrupt,
         tally.unmarked + before.unmarked, tally.foreign + before.foreign,
         tally.undecodable + before.undecodable);
  printf("generator_cores=%.3f\n", own / seconds);
  if (options.pid) {
    printf("cores=%.3f\nkernel_cores=%.3f\ncompiler_cores=%.3f\n", server.work / seconds,
           server.kernel / seconds, server.compiler / seconds);
    printf("us_per_viewer_second=%.1f\nviewers_per_core=%.0f\nresident_kb=%ld\n",
           server.work / seconds / options.viewers * 1e6,
           server.work > 0 ? options.viewers * seconds / server.work : 0, resident_kb(options.pid));
  }
  printf("tcp_kb=%ld\n", tcp_pages() * (sysconf(_SC_PAGESIZE) / 1024));
}

static bool wrong(const struct tally *of) {
  return of->repeats || of->corrupt || of->unmarked || of->foreign || of->undecodable;
}

/* Returns 0 if all joined and received correct data, 3 if data is wrong, 4 if some did not join
 * or received nothing. */
static int measure(void) {
  uint64_t start = now_ns();
  uint64_t ramp = (uint64_t)all * SECOND / (uint64_t)options.rate;
  serve_until(start + ramp + JOIN_PATIENCE * SECOND, start, all_joined);
  if (joined < options.viewers) {
    fprintf(stderr, "only %d of %d viewers joined\n", joined, options.viewers);
  }
  serve_until(now_ns() + (uint64_t)options.warm_up * SECOND, start, everything_gone);
  before = tally;
  memset(&tally, 0, sizeof tally);
  for (int i = 0; i < all; i++) {
    viewers[i].bytes = 0;
  }
  /* Scripts wait for this line before they inspect the server. */
  puts("measuring=1");
  fflush(stdout);
  uint64_t from = now_ns();
  struct processor_time server = processor_time_of(options.pid);
  double own = own_processor_time();
  serve_until(from + (uint64_t)options.seconds * SECOND, start, everything_gone);
  double seconds = (double)(now_ns() - from) / 1e9;
  struct processor_time after = processor_time_of(options.pid);
  report(seconds,
         (struct processor_time){after.work - server.work, after.compiler - server.compiler,
                                 after.kernel - server.kernel},
         own_processor_time() - own);
  if (wrong(&tally) || wrong(&before)) {
    fprintf(stderr, "received frames differ from the published ones\n");
    return 3;
  }
  return joined < options.viewers || tally.frames == 0 ? 4 : 0;
}

int main(int argc, char **argv) {
  options = parse_options(argc, argv);
  all = options.viewers + options.stalled;
  viewers = calloc((size_t)all, sizeof *viewers);
  poller = epoll_create1(EPOLL_CLOEXEC);
  if (!viewers || poller < 0) {
    fail("no memory for viewers");
  }
  /* A last safeguard: all waits above are bounded. */
  alarm((unsigned)(all / options.rate + JOIN_PATIENCE + options.warm_up + options.seconds + 60));
  return measure();
}
