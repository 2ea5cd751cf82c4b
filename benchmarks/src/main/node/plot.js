// Plots the measurements of benchmarks/fan-out growth and a line fitted by least squares. Usage:
// node plot.js IN.csv OUT.svg; x is the CSV's first column, y the column "cores".
import { readFileSync, writeFileSync } from 'node:fs';

const WIDTH = 640;
const HEIGHT = 360;
const LEFT = 64;
const BOTTOM = 48;
const MARGIN = 24;

const [input, output] = process.argv.slice(2);
const [head, ...rows] = readFileSync(input, 'utf8').trim().split('\n');
const names = head.split(',');
const costAt = names.indexOf('cores');
const points = rows.map((row) => {
  const fields = row.split(',').map(Number);
  return { x: fields[0], y: fields[costAt] };
});

/** Least squares: slope, intercept and the share of the variance that the line explains. */
function straightLine(all) {
  const mean = (of) => all.reduce((sum, p) => sum + of(p), 0) / all.length;
  const x = mean((p) => p.x);
  const y = mean((p) => p.y);
  const slope = mean((p) => (p.x - x) * (p.y - y)) / mean((p) => (p.x - x) ** 2);
  const intercept = y - slope * x;
  const left = mean((p) => (p.y - intercept - slope * p.x) ** 2);
  return { slope, intercept, explained: 1 - left / mean((p) => (p.y - y) ** 2) };
}

/** A round step that divides the range into at most eight. */
function stepOf(whole) {
  const power = 10 ** Math.floor(Math.log10(whole));
  return [0.1, 0.2, 0.5, 1].map((part) => part * power).find((step) => whole / step <= 8) ?? power;
}

const line = straightLine(points);
const widest = Math.max(...points.map((p) => p.x)) * 1.05;
const highest = Math.max(...points.map((p) => p.y), line.intercept + line.slope * widest) * 1.1;
const atX = (x) => LEFT + ((WIDTH - LEFT - MARGIN) * x) / widest;
const atY = (y) => HEIGHT - BOTTOM - ((HEIGHT - BOTTOM - MARGIN) * y) / highest;
const short = (value) => String(Number(value.toPrecision(4)));

function ticks(whole, draw) {
  const step = stepOf(whole);
  const count = Math.floor(whole / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => draw(i * step)).join('\n');
}

const acrossTicks = ticks(
  widest,
  (x) =>
    `<text x="${short(atX(x))}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${short(x)}</text>`,
);
const upTicks = ticks(
  highest,
  (y) => `<path d="M${LEFT} ${short(atY(y))}H${WIDTH - MARGIN}" stroke="#ddd"/>
<text x="${LEFT - 8}" y="${short(atY(y) + 4)}" text-anchor="end">${short(y)}</text>`,
);
const dots = points
  .map((p) => `<circle cx="${short(atX(p.x))}" cy="${short(atY(p.y))}" r="4" fill="#c33"/>`)
  .join('\n');
const label =
  `${short(line.intercept)} cores + ${short(line.slope)} a unit; ` +
  `the line explains ${(100 * line.explained).toFixed(1)} % of the variance`;

writeFileSync(
  output,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
${upTicks}
${acrossTicks}
<path d="M${LEFT} ${MARGIN}V${HEIGHT - BOTTOM}H${WIDTH - MARGIN}" stroke="#333" fill="none"/>
<path d="M${short(atX(0))} ${short(atY(line.intercept))}L${short(atX(widest))} ${short(atY(line.intercept + line.slope * widest))}" stroke="#36c" stroke-dasharray="6 4"/>
${dots}
<text x="${(LEFT + WIDTH) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${names[0]}</text>
<text x="16" y="${HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 16 ${HEIGHT / 2})">cores of the edge</text>
<text x="${LEFT + 12}" y="${MARGIN - 8}">${label}</text>
</svg>
`,
);
console.log(label);
