/**
 * The stream that a page's address names, as in `/watch/{stream}`, also below the path prefix of a
 * proxy: the page's `<base>` is the server's root.
 *
 * @param {string} [address] of the page
 * @param {string} [root] of the server
 * @returns {string} empty when it names none
 */
export function streamName(address = location.href, root = document.baseURI) {
  const path = new URL(address).pathname.slice(new URL(root).pathname.length);
  return path.split('/').slice(1).filter(Boolean).map(decodeURIComponent).join('/');
}
