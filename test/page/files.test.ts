import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Koa from 'koa';
import { expect, onTestFinished, test } from 'vitest';
import { staticFiles } from '../../src/http/page/staticFiles.ts';
import { storiesWith, story as withoutPages } from '../town/story.ts';
import { openBrowser, refuses } from './browser.ts';

const story = storiesWith({ pages: true });

story(
  'the page is one file for all its addresses, with nothing inline and nothing from another host',
  async ({ town }) => {
    const browser = openBrowser(town);
    const page = await browser.request('/');
    const html = await page.text();
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    for (const path of [
      '/login',
      '/t/GD20261122000017',
      '/t/GD2026.1',
      '/desk/ledger',
      '/league/daily/2026-10-20',
      '/settings/policy',
    ])
      expect(await (await browser.request(path)).text()).toBe(html);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(html).not.toMatch(/<script(?![^>]*\ssrc="\/)|<style|\son\w+=|https?:\/\//i);
    const unchanged = await browser.request('/', {
      headers: { 'if-none-match': page.headers.get('etag') ?? '', 'cache-control': 'max-age=0' },
    });
    expect(unchanged.status).toBe(304);

    const assets = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(assets.length).toBeGreaterThanOrEqual(2);
    for (const path of assets) {
      const asset = await browser.request(path, { headers: { 'accept-encoding': 'br' } });
      expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect([asset.status, asset.headers.get('content-encoding')]).toEqual([200, 'br']);
      expect(asset.headers.get('vary')).toContain('Accept-Encoding');
      expect((await asset.text()).length).toBeGreaterThan(1_000);
      const plain = await browser.request(path, { headers: { 'accept-encoding': 'identity' } });
      expect(plain.headers.get('content-encoding')).toBeNull();
    }
    expect((await browser.request('/icon.svg')).headers.get('content-type')).toContain('svg');
    for (const path of [
      '/assets/gone.js',
      '/index.html',
      '/assets/../../package.json',
      '/%2e%2e/%2e%2e/package.json',
      '/elsewhere',
    ])
      await refuses(await browser.request(path), 404, 'not-found');
    await refuses(await browser.request('/', { method: 'POST' }), 404, 'not-found');
  },
);

withoutPages('without PUBLIC_URL the pages are off and say so, and everything else is as ever', async ({ town }) => {
  const browser = openBrowser(town);
  for (const path of [
    '/',
    '/login',
    '/t/GD20261122000017',
    '/desk',
    '/page/session',
    '/page/ways',
    '/login/wecom?to=/',
    '/assets/x.js',
  ])
    expect((await refuses(await browser.request(path), 404, 'page-off')).detail).toContain('PUBLIC_URL');
  expect((await browser.request('/healthz')).status).toBe(200);
  expect((await browser.request('/docs')).status).toBe(200);
  await refuses(await browser.request('/elsewhere'), 404, 'not-found');
  await town.tickets({ no: 'GD20261020008801', department: 'cgj' });
  const card = await town.card({ chat: 'wrkCgj' }, 'claim', 'GD20261020008801');
  expect(JSON.stringify(card.card)).not.toContain('/t/GD20261020008801');
});

/** The static files of a folder of the test's own, on a bare server. */
const serving = async (dist: string): Promise<string> => {
  const app = new Koa();
  app.use(staticFiles(dist));
  const server = createServer(app.callback()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

test('what was not built says what to do', async () => {
  const dist = await mkdtemp(join(tmpdir(), 'hotline-dist-'));
  onTestFinished(() => rm(dist, { recursive: true, force: true }));
  const empty = await serving(join(dist, 'none'));
  expect((await refuses(await fetch(`${empty}/`), 503, 'not-built')).detail).toContain('npm run build');
  expect((await fetch(`${empty}/assets/x.js`)).status).toBe(404);
  await writeFile(join(dist, 'index.html'), '<!doctype html>');
  const built = await serving(dist);
  expect(await (await fetch(`${built}/t/1`)).text()).toBe('<!doctype html>');
  expect((await fetch(`${built}/t/1`, { method: 'HEAD' })).status).toBe(200);
});
