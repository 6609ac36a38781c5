import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CASES } from './deadlineTable.ts';

/** The administrator's tool, on a machine of that zone. */
const hotline = (zone: string): unknown =>
  JSON.parse(
    execFileSync(process.execPath, [tool, 'deadline', '--from', '2026-09-30 09:00', '--limit', '3wd', '--json'], {
      env: { TZ: zone },
      encoding: 'utf8',
    }),
  );
const tool = fileURLToPath(new URL('../../src/cli/hotline.mjs', import.meta.url));

const script = fileURLToPath(new URL('./deadlineUnderZone.ts', import.meta.url));
const under = (zone: string): { offset: number; results: unknown[]; table: string[] } =>
  JSON.parse(execFileSync(process.execPath, [script], { env: { TZ: zone }, encoding: 'utf8' }));

describe('the machine’s own time zone', () => {
  it.each([
    ['UTC', 0],
    ['America/New_York', 240],
  ])('%s changes no deadline', (zone, offset) => {
    const home = under('Asia/Shanghai');
    const away = under(zone);
    expect([home.offset, away.offset]).toEqual([-480, offset]);
    expect(home.results).toHaveLength(24);
    expect(away.results).toEqual(home.results);
    expect(away.table).toEqual(CASES.map(({ due }) => due));
  });

  it.each(['UTC', 'America/New_York'])('`hotline deadline` under TZ=%s counts the county’s days', (zone) => {
    expect(hotline(zone)).toMatchObject({
      from: '2026-09-30T09:00:00+08:00',
      due: '2026-10-10T17:30:00+08:00',
      provisional: false,
    });
    expect(hotline(zone)).toEqual(hotline('Asia/Shanghai'));
  });
});
