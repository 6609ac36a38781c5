import { MissingColumn } from '../domain/assessment/leagueTable.ts';
import { missingColumns } from '../domain/assessment/needs.ts';
import type { Scheme } from '../domain/assessment/scheme.ts';
import { presentMonth } from '../http/routes/leagueMonth.ts';
import { systemClock } from '../kernel/clock.ts';
import { PlainError } from '../kernel/errors.ts';
import type { Scene } from '../workflow/act.ts';
import { type MonthView, monthTableOf, whatIf } from '../workflow/month/view.ts';
import { withArchive } from './archive.ts';
import { checkedMonth, linesOf } from './leagueFromFile.ts';
import type { Printed } from './print.ts';
import { readScheme } from './schemeFile.ts';

/** Another scheme on the month's own facts; what the facts do not have is refused by name. */
const tried = async (scene: Scene, view: MonthView, scheme: Scheme): Promise<MonthView> => {
  const missing = missingColumns(view.table.facts, scheme).filter((column) => !column.startsWith('event.'));
  if (missing.length > 0)
    throw new PlainError('missing-columns', `这个方案要用的数据，库里没有：${missing.join('、')}。`);
  return whatIf(scene, view, scheme).catch((thrown) => {
    if (thrown instanceof MissingColumn) throw new PlainError('missing-columns', thrown.message);
    throw thrown;
  });
};

/** `hotline league monthly MONTH [--scheme FILE]`: the month as the archive has it, or what another scheme would make of it. */
export const leagueMonth = async (month: string, schemeFile: string | undefined): Promise<Printed> => {
  checkedMonth(month);
  const scheme = schemeFile === undefined ? undefined : await readScheme(schemeFile);
  return withArchive(async ({ archive, county }) => {
    const view = await archive.work(async (desk) => {
      const scene: Scene = { desk, county: county.county(), via: { door: 'cli' } };
      const found = await monthTableOf(scene, month, systemClock.now());
      return scheme ? tried(scene, found, scheme) : found;
    });
    const json = { ...presentMonth(view), ...(scheme ? { trial: true } : {}) };
    const name = (code: string): string => county.county().department(code)?.name ?? code;
    const { table, state, version } = view;
    return {
      json,
      text: [
        `${month} 月榜（${state === 'draft' ? '草稿' : `已公布，第 ${version} 版`}${scheme ? '，试算' : ''}）：${table.scheme.name}（${table.scheme.version}）`,
        ...linesOf(table, table.scheme, name),
        `末位：${table.bottom.map(name).join('、') || '（无）'}`,
        `事实 SHA-256：${view.factsSha256}`,
      ].join('\n'),
    };
  });
};
