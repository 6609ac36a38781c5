import type Router from '@koa/router';
import { fullOf } from '../../../domain/assessment/items.ts';
import { percent } from '../../../domain/assessment/rates.ts';
import type { Desk } from '../../../workflow/ports.ts';
import type { View } from '../lines.ts';
import type { PageParts } from '../parts.ts';
import type { SchemeView } from '../shapes.ts';
import { viewOf } from '../tickets.ts';

const schemeView = async (desk: Desk, { at, county }: View): Promise<SchemeView> => {
  const month = county.calendar.localDate(at).slice(0, 7);
  const scheme = county.scheme(month);
  const versions = await desk.centre.schemeVersions();
  return {
    month,
    name: scheme.name,
    version: scheme.version,
    items: scheme.items.map((item) => ({ id: item.id, name: item.name, full: percent(fullOf(item)) })),
    deductions: scheme.deductions.map(({ name, points }) => ({ name, points })),
    bonuses: scheme.bonuses.map(({ name, points }) => ({ name, points })),
    document: scheme,
    versions: versions.map((line) => ({ ...line, by: county.person(line.by)?.name ?? line.by })),
    howToChange:
      '考核方案由管理员用命令启用：npx hotline policy check 文件 核对，npx hotline policy use 文件 --from 2026-12 自该月起启用；已定榜的月份不变。',
  };
};

/** The 考核方案 of this month, to be read: it is changed with the tool, which counts the months anew. */
export const schemeRoute = (router: Router, parts: PageParts): void => {
  router.get('/page/settings/scheme', async (context) => {
    const view = viewOf(context, parts);
    context.body = await parts.archive.work((desk) => schemeView(desk, view));
  });
};
