import { codecName, duration, leftOut } from './labels.js';

/** The statistics of a player, as a list that can be shown and hidden. */
export class StatsPanel {
  #element;
  #player;

  /**
   * @param {HTMLElement} element a `dl`
   * @param {import('../player.js').FramelogPlayer} player
   */
  constructor(element, player) {
    this.#element = element;
    this.#player = player;
  }

  /** @returns {boolean} whether it is shown now */
  toggle() {
    this.#element.hidden = !this.#element.hidden;
    this.show();
    return !this.#element.hidden;
  }

  /** Updates the list. */
  show() {
    if (this.#element.hidden) return;
    const rows = this.#rows().flatMap(([name, value]) => {
      const term = document.createElement('dt');
      term.textContent = name;
      const figure = document.createElement('dd');
      figure.textContent = value;
      return [term, figure];
    });
    this.#element.replaceChildren(...rows);
  }

  /** @returns {[string, string][]} */
  #rows() {
    const { stats, source, position, video, state } = this.#player;
    const missing = source?.ignoredTracks.map(leftOut).join('; ');
    const tracks = source?.tracks.map((track) => codecName(track.codec)).join(', ');
    return [
      ['State', state],
      ['Delay', stats.latencyMs === null ? 'not known' : duration(stats.latencyMs)],
      ['Buffer', `${duration(stats.bufferMs)} (target ${duration(stats.targetMs)})`],
      ['Rate', `× ${stats.rate.toFixed(2)}`],
      ['Stalls', `${stats.stalls} (${duration(stats.stalledMs)})`],
      ['Frames', `${stats.decodedFrames} decoded, ${stats.droppedFrames} dropped`],
      ['Picture', video.videoWidth === 0 ? 'none' : `${video.videoWidth} × ${video.videoHeight}`],
      ['Tracks', tracks || 'not known'],
      ...(missing ? [/** @type {[string, string]} */ (['Left out', missing])] : []),
      ['Received', `${(stats.bytes / 1e6).toFixed(1)} MB`],
      ['Reconnects', String(stats.reconnects)],
      ['Gaps', String(stats.gaps)],
      ['Position', position ?? 'not known'],
    ];
  }
}
