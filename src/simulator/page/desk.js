import { html } from '/page/html.js';
import { sceneBox } from '/page/sceneBox.js';
import { moveClock, resetTown, setFault, toast, town } from '/page/town.js';
import { defineComponent, ref } from '/page/vendor/vue.js';

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];
const LOCAL = 8 * 3600 * 1000;

const at = (time, days = 0) => {
  const now = new Date(town.clock);
  const local = new Date(now.getTime() + LOCAL);
  const [hour, minute] = time.split(':').map(Number);
  const target = new Date(
    Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate() + days, hour, minute) - LOCAL,
  );
  return target > now ? target : at(time, days + 1);
};

const STEPS = [
  ['+5 分钟', () => ({ advance: '5 minutes' })],
  ['+1 小时', () => ({ advance: '1 hour' })],
  ['+1 个工作日', () => ({ advance: '1 working days' })],
  ['到下一个 08:33', () => ({ to: at('08:33').toISOString() })],
  ['到下一个 08:43', () => ({ to: at('08:43').toISOString() })],
];

const FAULTS = [
  ['duplicate', '回调重复三次'],
  ['late', '回调迟到'],
  ['drop-answer', '发送后断线'],
  ['http-500', '接口报错 500'],
  ['busy', '系统繁忙'],
  ['rate-limit', '频率超限'],
  ['token-expired', '令牌过期'],
  ['cut-socket', '长连接断开'],
  ['kick', '长连接被顶替'],
  ['silent-drop', '静默丢弃'],
  ['dormant', '群不接受推送'],
  ['quota', '月额度用完'],
  ['slow', '应答超时'],
  ['reorder', '回调次序颠倒'],
  ['refuse', '连接被拒绝'],
];

const isOffice = (local) => {
  const minutes = local.getUTCHours() * 60 + local.getUTCMinutes();
  const weekday = local.getUTCDay();
  return weekday > 0 && weekday < 6 && ((minutes >= 510 && minutes < 720) || (minutes >= 870 && minutes < 1050));
};

const clockBox = (own) => {
  const local = new Date(new Date(town.clock).getTime() + LOCAL);
  const busy = town.busy === 'clock';
  return html`<section class="box"><h2>城里的钟</h2>
    <p class="clock"><strong>${local.toISOString().slice(11, 16)}</strong> ${local.toISOString().slice(0, 10)} ${WEEKDAYS[local.getUTCDay()]} <span class=${isOffice(local) ? 'office' : 'off'}>${isOffice(local) ? '上班时间' : '下班时间'}</span></p>
    <div class="steps">${STEPS.map(([label, order]) => html`<button key=${label} type="button" disabled=${busy} onClick=${() => moveClock(order())}>${label}</button>`)}</div>
    <form class="own" onSubmit=${(event) => {
      event.preventDefault();
      if (own.value) void moveClock({ to: `${own.value}:00+08:00` });
    }}>
      <label class="hidden" for="own">拨到</label><input id="own" type="datetime-local" value=${own.value} onInput=${(
        event,
      ) => {
        own.value = event.target.value;
      }} /><button type="submit" disabled=${busy || !own.value}>拨到</button>
    </form>
    ${busy ? html`<p class="working" role="status">工单助手正在办完这段时间的事……</p>` : null}
  </section>`;
};

const faultBox = (platform) => {
  const on = (kind) => town.faults.find((fault) => fault.platform === platform.value && fault.kind === kind);
  return html`<section class="box"><h2>故障</h2>
    <div class="platforms" role="tablist" aria-label="哪个平台出故障">${[
      ['wecom', '企业微信'],
      ['dingtalk', '钉钉'],
    ].map(
      ([key, name]) =>
        html`<button key=${key} type="button" role="tab" aria-selected=${platform.value === key} class=${key} onClick=${() => {
          platform.value = key;
        }}>${name}</button>`,
    )}</div>
    <div class="faults">${FAULTS.map(([kind, name]) => html`<button key=${kind} type="button" aria-pressed=${on(kind) !== undefined} class=${on(kind) ? 'on' : ''} onClick=${() => setFault({ platform: platform.value, kind, times: kind === 'dormant' || kind === 'quota' ? undefined : 3 }).then(() => toast(`${name}：接下来三次`))}>${name}</button>`)}</div>
    <button type="button" class="link" onClick=${() => setFault({ platform: platform.value, kind: 'none' })}>全部恢复</button>
  </section>`;
};

const engineers =
  () => html`<section class="box"><h2><button type="button" class="link" aria-expanded=${town.drawer} onClick=${() => {
    town.drawer = !town.drawer;
  }}>${town.drawer ? '收起' : '查看'}原始请求（给工程师）</button></h2>
  ${
    town.drawer
      ? html`<ol class="traffic">${[...town.traffic]
          .reverse()
          .slice(0, 60)
          .map(
            (entry, index) =>
              html`<li key=${index}><details><summary>${entry.direction === 'in' ? '→' : '←'} ${entry.platform} ${entry.what} <b>${entry.status}</b></summary><pre>${JSON.stringify(entry.body, null, 2)}</pre></details></li>`,
          )}</ol>`
      : null
  }
  <button type="button" class="link danger" onClick=${() => confirm('清空聊天记录并把钟拨回开始？工单数据不变。') && resetTown()}>清空聊天记录</button>
</section>`;

/** The right side: the clock, a guided tour, faults, the raw requests. */
export const Desk = defineComponent({
  setup() {
    const own = ref('');
    const platform = ref('wecom');
    return () =>
      html`<aside class="desk" aria-label="控制台">${sceneBox()}${clockBox(own)}${faultBox(platform)}${engineers()}</aside>`;
  },
});
