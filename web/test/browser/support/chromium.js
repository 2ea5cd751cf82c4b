import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

/** Path of the system's Chromium; the variable `CHROMIUM` overrides it. */
export function launchChromium() {
  const executablePath = process.env.CHROMIUM ?? PATHS.find(existsSync);
  if (executablePath === undefined) {
    throw new Error('no Chromium found: install it (apt install chromium) or set CHROMIUM');
  }
  return chromium.launch({ executablePath, headless: true, args: ['--headless=new', ...QUIET] });
}
