/** Plays, lists and publishes the live streams of Framelog. */
export { FramelogPlayer } from './player.js';
export { LiveDirectory } from './directory.js';
export { Connection } from './connection.js';
export { Backoff } from './backoff.js';
export { FramelogPublisher } from './publisher.js';
export { RecorderFeed } from './recorder-feed.js';
export { ImageFeed } from './image-feed.js';
