import { drawLeagueDaily } from '../../cards/leagueDaily.ts';
import { CENTRE, COUNTY_ROLES, hasRole } from '../../domain/person.ts';
import { dailyTableOf } from '../../workflow/leagueDaily.ts';
import { type CommandSpec, text } from '../spec.ts';

/** 日榜: the daily table; a department sees its own row. */
export const daily: CommandSpec = {
  name: '日榜',
  alias: 'daily',
  help: '查看日榜，不写日期即上一个工作日；承办单位只看本单位',
  example: '日榜 11-20',
  who: 'all',
  tickets: 'none',
  bare: 'date',
  arguments: [{ key: 'date', name: '日期', kind: 'past', ask: '哪一天？' }],
  run: async (call) => {
    const { calendar } = call.scene.county;
    const asked = text(call.values, 'date');
    const date = asked ? calendar.localDate(new Date(asked)) : calendar.previousWorkingDay(calendar.localDate(call.at));
    const { table } = await dailyTableOf(
      call.scene,
      calendar.isWorkingDay(date) ? date : calendar.previousWorkingDay(date),
    );
    const all = call.actor.department === CENTRE || hasRole(call.actor, ...COUNTY_ROLES);
    const card = drawLeagueDaily(
      table,
      { at: call.at, county: call.scene.county },
      all ? undefined : call.actor.department,
    );
    return { say: `日榜 ${table.date}`, card: { form: 'card', card }, changed: [] };
  },
};
