/** Plays and lists the live streams of Framelog. */
export { FramelogPlayer } from './player.js';
export { LiveDirectory } from './directory.js';
export { Connection } from './connection.js';
export { Backoff } from './backoff.js';
