import { html } from '/page/html.js';
import { moveClock, town } from '/page/town.js';

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];
const DAY = 86_400_000;
const LOCAL = 8 * 3_600_000;

/** The town's moment, with the county's wall clock in its UTC parts, whatever zone the browser is in. */
const localNow = () => new Date(new Date(town.clock).getTime() + LOCAL);
const dateOf = (local) => local.toISOString().slice(0, 10);

/** A working day, by weekday, holidays and make-up days. */
const isWorking = (local) => {
  const date = dateOf(local);
  if (town.calendar.on.includes(date)) return true;
  return !town.calendar.off.includes(date) && local.getUTCDay() > 0 && local.getUTCDay() < 6;
};

const kindOf = (local) => {
  const date = dateOf(local);
  if (town.calendar.on.includes(date)) return '补班';
  if (town.calendar.off.includes(date)) return '假';
  return isWorking(local) ? '班' : '休';
};

const isOffice = (local) => {
  const minutes = local.getUTCHours() * 60 + local.getUTCMinutes();
  return isWorking(local) && ((minutes >= 510 && minutes < 720) || (minutes >= 870 && minutes < 1050));
};

const standing = (local) => {
  if (isOffice(local)) return ['office', '上班时间'];
  return isWorking(local) ? ['off', '下班时间'] : ['off', '休息日'];
};

/** The clock in the page's head. */
export const clockFace = () => {
  const local = localNow();
  const [tone, words] = standing(local);
  return html`<div class="clock" role="group" aria-label="城里的钟"><strong>${local.toISOString().slice(11, 16)}</strong><span><span class="year">${dateOf(local).slice(0, 5)}</span>${dateOf(local).slice(5)} ${WEEKDAYS[local.getUTCDay()]}</span><span class=${`when ${tone}`}>${words}</span></div>`;
};

const STEPS = [
  ['+5 分钟', '5 minutes'],
  ['+1 小时', '1 hour'],
  ['+1 个工作日', '1 working days'],
  ['+5 个工作日', '5 working days'],
  ['到下一个 08:33', 'next 08:33', '早间提示'],
  ['到下一个 08:43', 'next 08:43', '日榜'],
];

const week = (busy) => {
  const now = localNow();
  return html`<ul class="week" aria-label="拨到这一天 08:30">${[1, 2, 3, 4, 5, 6, 7].map((ahead) => {
    const day = new Date(now.getTime() + ahead * DAY);
    return html`<li key=${ahead}><button type="button" class=${isWorking(day) ? '' : 'rest'} disabled=${busy} title=${`拨到 ${dateOf(day)} 08:30`} onClick=${() => moveClock({ to: `${dateOf(day)}T08:30:00+08:00` })}><span>${WEEKDAYS[day.getUTCDay()]}</span><b>${day.getUTCDate()}</b><i>${kindOf(day)}</i></button></li>`;
  })}</ul>`;
};

/** Moves the clock: by steps, to a day of the coming week, or to a moment of one's own. */
export const clockBox = (own) => {
  const busy = town.busy === 'clock';
  return html`<section class="box"><h2>拨钟</h2>
    <div class="steps">${STEPS.map(([label, advance, why]) => html`<button key=${label} type="button" disabled=${busy} onClick=${() => moveClock({ advance })}>${label}${why ? html` <small>${why}</small>` : null}</button>`)}</div>
    ${week(busy)}
    <form class="own" onSubmit=${(event) => {
      event.preventDefault();
      if (own.value) void moveClock({ to: `${own.value}:00+08:00` });
    }}>
      <label class="hidden" for="own">拨到这个时间</label><input id="own" type="datetime-local" value=${own.value} onInput=${(
        event,
      ) => {
        own.value = event.target.value;
      }} /><button type="submit" disabled=${busy || !own.value}>拨到</button>
    </form>
    <p class="working" role="status">${busy ? '工单助手正在办完这段时间的事……' : ''}</p>
  </section>`;
};
