#ifndef FRAMELOG_CONTENT_H
#define FRAMELOG_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tally.h"

enum container { MP4, FLV };

/* State of the media that one viewer receives from its transport. */
struct content {
  enum container container;
  uint32_t stream;       /* the requested stream */
  bool described;        /* the init segment or FLV's sequence header has arrived */
  bool decodable;        /* so has the first byte of a keyframe */
  bool flv_header;       /* FLV: its header has been read */
  bool lost;             /* a length was invalid: the rest cannot be parsed */
  bool started;          /* a frame has been checked */
  uint32_t next;         /* expected sequence number */
  uint8_t *unit;         /* the incomplete box or tag */
  size_t unit_used, unit_room;
};

/* Reads bytes, split anywhere, the last of which arrived at that time; updates the tally. */
void take_content(struct content *content, const uint8_t *bytes, size_t length, uint64_t arrived_ns,
                  struct tally *tally);

void end_content(struct content *content);

#endif
