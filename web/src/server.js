/** Path of this module on an edge and on an ingest node. */
const MODULE = /\/(?:publish\/)?sdk\/server\.js$/;

/**
 * The base URL of the server that the SDK was loaded from, with a proxy's path prefix; the page's
 * origin where the SDK is part of an application.
 *
 * @param {string} [module] address of this module
 * @returns {string}
 */
export function ownServer(module = import.meta.url) {
  return MODULE.test(module) ? module.replace(MODULE, '/') : location.origin;
}
