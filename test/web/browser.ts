import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The installed Chromium or Chrome; undefined: there is none, and the browser tests say so. */
export const findBrowser = (): string | undefined => PLACES.find((place) => existsSync(place));

/** `language`: of the browser's own controls, by its name in the environment (`zh_CN`; Debian: chromium-l10n). */
export const openBrowser = (executablePath: string, language?: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    ...(language ? { env: { ...process.env, LANGUAGE: language, LC_ALL: 'C.UTF-8' } } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
