/**
 * Sets the displayed picture as the poster, so that the element does not turn black while its
 * source changes.
 *
 * @param {HTMLVideoElement} video
 */
export function keepLastPicture(video) {
  if (video.videoWidth === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  video.poster = canvas.toDataURL('image/jpeg', 0.8);
}
