package io.framelog.controlplane;

/** A message whose id is also its record's key. */
interface Identified {
  String id();
}
