import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { overflows, seriousFindings } from '../accessible.ts';

/** A desk, the same desk at 200 % (its points are twice as large, so half as many), a small phone. */
const WIDTHS = [1366, 683, 360];

/** That a view as it stands is wide nowhere, and accessible at a desk and on a phone. */
export const expectSound = async (page: Page, view: string): Promise<void> => {
  const found: string[] = [];
  const before = page.viewportSize();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 768 });
    if (await overflows(page)) found.push(`${view} is wider than ${width}`);
    if (width !== 683) found.push(...(await seriousFindings(page)).map((finding) => `${view} ${width}: ${finding}`));
  }
  if (before) await page.setViewportSize(before);
  expect(found).toEqual([]);
};
