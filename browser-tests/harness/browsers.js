import { accessSync, constants } from 'node:fs';
import { chromium, firefox } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const FIREFOX = '/usr/bin/firefox-esr';

const CHROMIUM_FLAGS = [
  '--no-sandbox', // not available to root
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
  // Media stays on this machine: allow loopback addresses, and do not replace addresses by mDNS names.
  '--allow-loopback-in-peer-connection',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];
const FAKE_DEVICES = '--use-fake-device-for-media-stream=fps=10';
// The pictures of the second camera have depths (Y16), which cannot be sent.
const THREE_FAKE_CAMERAS = `${FAKE_DEVICES},device-count=3`;
const FAST_FAKE_DEVICES = '--use-fake-device-for-media-stream=fps=30';
const GRANT_PERMISSIONS = '--use-fake-ui-for-media-stream';

const FIREFOX_PREFS = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.autoplay.default': 0,
  'media.gmp-manager.updateEnabled': false,
  'media.gmp-provider.enabled': false,
};

const launchChromium = (flags, options) =>
  chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_FLAGS, ...flags], ...options });

/** Browsers, with different devices and permissions. */
const LAUNCHES = {
  chromium: () => launchChromium([FAKE_DEVICES, GRANT_PERMISSIONS]),
  // Playwright disables the back/forward cache, which people have.
  'chromium with cache': () =>
    launchChromium([FAKE_DEVICES, GRANT_PERMISSIONS], {
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    }),
  'chromium with cameras': () => launchChromium([THREE_FAKE_CAMERAS, GRANT_PERMISSIONS]),
  'chromium without devices': () => launchChromium([GRANT_PERMISSIONS]),
  'chromium without permission': () => launchChromium([FAKE_DEVICES]),
  firefox: () =>
    firefox.launch({
      channel: 'moz-firefox', // WebDriver BiDi, which the Firefox of the distribution supports
      executablePath: FIREFOX,
      firefoxUserPrefs: FIREFOX_PREFS,
    }),
};

/** @typedef {keyof typeof LAUNCHES} Kind */

/** Launches Chromium with a video file (Y4M) as the camera. */
export function launchWithVideo(file) {
  return launchChromium([FAST_FAKE_DEVICES, GRANT_PERMISSIONS, `--use-file-for-fake-video-capture=${file}`]);
}

/** @param {Kind} kind */
export function launch(kind) {
  return LAUNCHES[kind]();
}

/**
 * @param {Kind[]} kinds
 * @returns {string | false} the reason why tests with these browsers cannot run
 */
export function missing(kinds) {
  const programs = kinds.map((kind) => (kind === 'firefox' ? FIREFOX : CHROMIUM));
  const absent = [...new Set(programs)].filter((program) => !isExecutable(program));
  return absent.length > 0 && `${absent.join(' and ')} is not installed`;
}

export function isExecutable(program) {
  try {
    accessSync(program, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
