import { openGround } from './ground.ts';
import type { Row, Verdict } from './measure.ts';

/**
 * The benchmarks: `npm run bench` runs every row, `npm run bench -- P1 P3` some. Each row stands in a file of its own in
 * `rows`, beside its floor, and is measured in the same run, interleaved. Exits 1 when a target is missed.
 */
const ROWS: Record<string, () => Promise<{ row: Row }>> = {
  P10: () => import('./rows/p10.ts'),
  P1: () => import('./rows/p1.ts'),
  P2: () => import('./rows/p2.ts'),
  P3: () => import('./rows/p3.ts'),
  P4: () => import('./rows/p4.ts'),
  P5: () => import('./rows/p5.ts'),
  P6: () => import('./rows/p6.ts'),
  P7: () => import('./rows/p7.ts'),
  P8: () => import('./rows/p8.ts'),
  P9: () => import('./rows/p9.ts'),
};

const asked = process.argv.slice(2).map((name) => name.toUpperCase());
const unknown = asked.filter((name) => !(name in ROWS));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}. Rows: ${Object.keys(ROWS).join(', ')}`);
  process.exit(2);
}

const tell = ({ name, found, target, met }: Verdict): void =>
  console.log(`${name}: ${found}, target ${target} ${met ? 'met' : 'MISSED'}`);

const ground = await openGround();
let missed = false;
try {
  for (const [name, load] of Object.entries(ROWS)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const { row } = await load();
    for (const verdict of await row(ground)) {
      tell(verdict);
      missed ||= !verdict.met;
    }
  }
} finally {
  await ground.close();
}
process.exitCode = missed ? 1 : 0;
