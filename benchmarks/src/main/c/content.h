#ifndef FRAMELOG_CONTENT_H
#define FRAMELOG_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tally.h"

enum container { MP4, FLV };

/* What one viewer was given, as the player's side of the transport hands it over. */
struct content {
  enum container container;
  uint32_t stream;       /* the one asked for */
  bool described;        /* the init segment, or FLV's sequence header, is there */
  bool decodable;        /* and the first byte of a keyframe */
  bool flv_header;       /* FLV: its header was passed */
  bool lost;             /* a length made no sense: what follows cannot be told apart */
  bool started;          /* a frame was checked */
  uint32_t next;         /* sequence number that comes next */
  uint8_t *unit;         /* the box or tag that has begun and not ended */
  size_t unit_used, unit_room;
};

/* Takes bytes in any slicing, the last of which came at that moment; what they tell goes into the tally. */
void take_content(struct content *content, const uint8_t *bytes, size_t length, uint64_t arrived_ns,
                  struct tally *tally);

void end_content(struct content *content);

#endif
