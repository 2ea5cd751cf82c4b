#include "content.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mark.h"
#include "net.h"

enum { UNIT_LIMIT = 64 << 20 };

static uint32_t big32(const uint8_t *p) {
  return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void take_sample(struct content *content, const uint8_t *sample, size_t length,
                        uint64_t arrived_ns, struct tally *tally) {
  struct mark mark;
  enum mark_check check = read_mark(sample, length, &mark);
  if (check != MARK_GOOD) {
    tally->unmarked += check == MARK_MISSING;
    tally->corrupt += check == MARK_CORRUPT;
    return;
  }
  if (mark.stream != content->stream) {
    tally->foreign++;
    return;
  }
  int32_t ahead = content->started ? (int32_t)(mark.sequence - content->next) : 0;
  if (ahead < 0) {
    tally->repeats++;
    return;
  }
  if (ahead > 0) {
    tally->gaps++;
    tally->missing += (uint64_t)ahead;
  }
  if ((!content->started || ahead > 0) && !mark.key) {
    tally->undecodable++;
  }
  tally->largest = length > tally->largest ? length : tally->largest;
  content->started = true;
  content->next = mark.sequence + 1;
  tally->frames++;
  if (arrived_ns < mark.published_ns) {
    errno = 0;
    fail("a frame arrived before it was published: the publisher has another clock");
  }
  add_time(&tally->latency, arrived_ns - mark.published_ns);
}

/* Bytes of a box or tag that contain its length and type. */
static size_t header_length(const struct content *content) {
  return content->container == MP4 ? 8 : 13;
}

/* Length of the unit that begins here; less than its header if it is invalid. */
static size_t unit_length(const struct content *content, const uint8_t *p) {
  size_t length = content->container == MP4 ? big32(p)
                  : content->flv_header     ? 11 + (big32(p) & 0xffffff) + 4u
                                            : 13;
  return length > UNIT_LIMIT ? 0 : length;
}

/* A unit has begun; the first byte of the first media unit completes a join. */
static void begin_unit(struct content *content, const uint8_t *p) {
  if (content->decodable) {
    return;
  }
  if (content->container == MP4) {
    content->described |= !memcmp(p + 4, "moov", 4);
    content->decodable = content->described && !memcmp(p + 4, "moof", 4);
  } else if (content->flv_header && p[0] == 9) {
    bool avc_key = p[11] == 0x17;
    content->described |= avc_key && p[12] == 0;
    content->decodable = content->described && avc_key && p[12] == 1;
  }
}

static void end_unit(struct content *content, const uint8_t *p, size_t length, uint64_t arrived_ns,
                     struct tally *tally) {
  if (content->container == MP4) {
    if (!memcmp(p + 4, "mdat", 4)) {
      take_sample(content, p + 8, length - 8, arrived_ns, tally);
    }
  } else if (!content->flv_header) {
    content->flv_header = true;
  } else if (p[0] == 9 && length > 20 && (p[11] & 0x0f) == 7 && p[12] == 1) {
    take_sample(content, p + 16, length - 16 - 4, arrived_ns, tally);
  }
}

static void keep(struct content *content, const uint8_t *bytes, size_t length, size_t room) {
  if (content->unit_room < room) {
    content->unit_room = room;
    content->unit = realloc(content->unit, room);
    if (!content->unit) {
      fail("no memory for a viewer's frame");
    }
  }
  memcpy(content->unit + content->unit_used, bytes, length);
  content->unit_used += length;
}

void take_content(struct content *content, const uint8_t *bytes, size_t length, uint64_t arrived_ns,
                  struct tally *tally) {
  size_t header = header_length(content);
  while (length > 0 && !content->lost) {
    bool whole_here = content->unit_used == 0 && length >= header;
    size_t whole = whole_here ? unit_length(content, bytes) : 0;
    if (whole >= header && whole <= length) {
      begin_unit(content, bytes);
      end_unit(content, bytes, whole, arrived_ns, tally);
      bytes += whole;
      length -= whole;
      continue;
    }
    size_t wanted = content->unit_used < header ? header : unit_length(content, content->unit);
    size_t taken = wanted - content->unit_used < length ? wanted - content->unit_used : length;
    keep(content, bytes, taken, wanted);
    bytes += taken;
    length -= taken;
    if (content->unit_used == header) {
      content->lost = unit_length(content, content->unit) < header;
      tally->corrupt += content->lost;
      begin_unit(content, content->unit);
    }
    if (content->unit_used >= header &&
        content->unit_used == unit_length(content, content->unit)) {
      end_unit(content, content->unit, content->unit_used, arrived_ns, tally);
      content->unit_used = 0;
    }
  }
}

void end_content(struct content *content) {
  free(content->unit);
  content->unit = NULL;
  content->unit_used = content->unit_room = 0;
}
