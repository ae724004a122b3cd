import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright';

const BINARY = process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium';
const BUILT = ['../dist/module.js', '../workbench/dist/workbench.js'].map((file) => new URL(file, import.meta.url));

/** Why pages cannot be shown on this machine; null when they can. */
export function pagesMissing(): string | null {
  if (!existsSync(BINARY)) return `no Chromium at ${BINARY}: install it, or name it in CHROMIUM_BIN`;
  if (!BUILT.every((file) => existsSync(file))) return 'the plugin is not built: npm run build:plugin';
  return null;
}

/** Debian's Chromium without what would reach out of this machine. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: BINARY,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    timeout: 60_000,
  });
}
