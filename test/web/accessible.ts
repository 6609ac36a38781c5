import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Half-way through a change of colour nothing is what people read: whatever ends is waited for. */
const STILL = `Promise.all(document.getAnimations()
  .filter((moving) => Number.isFinite(moving.effect.getComputedTiming().endTime))
  .map((moving) => moving.finished.catch(() => undefined)))
  .then(() => undefined)`;

interface Finding {
  id: string;
  impact: string | null;
  nodes: { html: string; failureSummary?: string }[];
}

/**
 * What axe finds serious or critical on the page as it stands now, one line a place; empty: nothing. It is handed in from
 * outside the page, so the page's policy for scripts stays as strict as it is.
 */
export const seriousFindings = async (page: Page): Promise<string[]> => {
  await page.evaluate(STILL);
  await page.evaluate(await readFile(AXE, 'utf8'));
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } };
    return (await axe.run()).violations;
  });
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`));
};

/** Whether anything makes the page wider than the screen. */
export const overflows = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
