import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('./deadlineUnderZone.ts', import.meta.url));
const under = (zone: string): { offset: number; results: unknown[] } =>
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
  });
});
