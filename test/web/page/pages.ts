import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { PEOPLE } from '../../town/organisation.ts';
import { openTown, type StoryTown } from '../../town/town.ts';
import { findBrowser, openBrowser } from '../browser.ts';

/** A small phone, a desk, and the same desk at 200 %: half as many, twice as large points. */
export const SCREENS = {
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
  desk: { viewport: { width: 1366, height: 768 } },
  zoomed: { viewport: { width: 683, height: 384 }, deviceScaleFactor: 2 },
} as const;
export type Screen = keyof typeof SCREENS;

const PATIENCE_MS = 15_000;
/** What the browser says of every answer that is no 2xx: refusals are tested here, each by what the page makes of it. */
const REFUSED = /^Failed to load resource/;
/** Runs in the page: what the security policy stopped stands in its console. */
const TELLS_BREACHES = `document.addEventListener('securitypolicyviolation', (breach) =>
  console.error('security policy:', breach.violatedDirective, breach.blockedURI));`;

/** The pages of a town in one browser: everybody has a device of their own. */
export interface Pages {
  town: StoryTown;
  browser: Browser;
  /** A person's device, logged in through the simulator's page of their platform, at an address of the bot. */
  as(person: string, to?: string, screen?: Screen): Promise<Page>;
  /** A device on which nobody is logged in. */
  nobody(to?: string, screen?: Screen): Promise<Page>;
  /** What no page may do: errors in scripts, breaches of the security policy, requests to other hosts. */
  problems: string[];
  close(): Promise<void>;
}

export const place = findBrowser();

const listens = (page: Page, hosts: readonly string[], problems: string[]): void => {
  page.on('pageerror', (error) => problems.push(`${page.url()} ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !REFUSED.test(message.text())) problems.push(`${page.url()} ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(blob:|data:)/.test(url) && !hosts.includes(new URL(url).origin)) problems.push(`asked for ${url}`);
  });
};

export const openPages = async (options: Parameters<typeof openTown>[0] = {}): Promise<Pages> => {
  const town = await openTown({ pages: true, ...options });
  const browser = await openBrowser(place ?? '');
  const problems: string[] = [];
  const device = async (screen: Screen): Promise<{ context: BrowserContext; page: Page }> => {
    const context = await browser.newContext({ ...SCREENS[screen], locale: 'zh-CN', timezoneId: 'America/New_York' });
    await context.addInitScript({ content: TELLS_BREACHES });
    context.setDefaultTimeout(PATIENCE_MS);
    context.on('page', (page) => listens(page, [town.botUrl, town.url], problems));
    return { context, page: await context.newPage() };
  };
  return {
    town,
    browser,
    problems,
    as: async (person, to = '/', screen = 'desk') => {
      const { page } = await device(screen);
      await page.goto(town.botUrl + to);
      await logsIn(page, person);
      await page.waitForURL((url) => url.origin === town.botUrl && url.pathname !== '/login');
      return page;
    },
    nobody: async (to = '/', screen = 'desk') => {
      const { page } = await device(screen);
      await page.goto(town.botUrl + to);
      return page;
    },
    close: async () => {
      await browser.close();
      await town.close();
    },
  };
};

/** From the login page over the page of the person's platform and back. */
export const logsIn = async (page: Page, person: string): Promise<void> => {
  const { name, wecom } = PEOPLE.find(({ id }) => id === person) ?? { name: person, wecom: person };
  await page.getByRole('button', { name: wecom ? '用企业微信登录' : '用钉钉登录' }).click();
  await page.getByRole('link', { name, exact: true }).first().click();
};

/** Where everything that was opened in a test ends: nothing happened that no page may do. */
export const expectNoProblems = ({ problems }: Pages): void => expect(problems.splice(0)).toEqual([]);

/** Ends a person's device when its part in the story is over. */
export const leaves = (page: Page): Promise<void> => page.context().close();

export const isFocused = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => (element as unknown as { matches(selector: string): boolean }).matches(':focus'));

/** What will be so before long. */
export const soon = <T>(look: () => Promise<T> | T) => expect.poll(look, { timeout: PATIENCE_MS });
