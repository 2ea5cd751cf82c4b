package io.framelog.control;

/** A message whose id is also its record's key. */
interface Identified {
  String id();
}
