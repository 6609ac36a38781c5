import { html } from '/page/html.js';
import { PLATFORMS, setFault, toast, town } from '/page/town.js';

/** Kind, name, what the platform then does and what the bot makes of it. */
const FAULTS = [
  ['duplicate', '回调重复三次', '同一次点击送来三遍，只办一次'],
  ['late', '回调迟到', '几秒后才送到，照办'],
  ['drop-answer', '发送后断线', '收到了却没有回音，不会重发成两条'],
  ['http-500', '接口报错 500', '过一会儿再试'],
  ['busy', '系统繁忙', '过一会儿再试'],
  ['rate-limit', '频率超限', '排队，按平台的限额慢慢发'],
  ['token-expired', '令牌过期', '自动换新'],
  ['slow', '应答超时', '等不到回音，也不会重发成两条'],
  ['reorder', '回调次序颠倒', '后说的先到，各办一次'],
  ['refuse', '连接被拒绝', '一直重试，通了再送'],
  ['cut-socket', '长连接断开', '自动重连'],
  ['kick', '长连接被顶替', '自动重连'],
  ['silent-drop', '静默丢弃', '平台说成功却没有发出'],
  ['dormant', '群不接受推送', '改走群机器人，并告诉中心怎样唤醒'],
  ['quota', '月额度用完', '停发，并告诉中心'],
  ['dissolved', '群解散', '视为未绑定，并告诉中心'],
];
const STANDING = ['dormant', 'quota', 'dissolved'];

const order = (platform, [kind, name]) => {
  const times = STANDING.includes(kind) ? undefined : 3;
  return setFault({ platform, kind, times }).then(() =>
    toast(`${PLATFORMS[platform]}“${name}”：${times ? '接下来三次' : '直到恢复'}`),
  );
};

const list = (platform) => {
  const on = (kind) => town.faults.find((fault) => fault.platform === platform && fault.kind === kind);
  return html`<ul class="faults">${FAULTS.map((fault) => {
    const [kind, name, then] = fault;
    const standing = on(kind);
    return html`<li key=${kind}><button type="button" aria-pressed=${standing !== undefined} onClick=${() => order(platform, fault)}>${name}${standing ? html` <b>${standing.times ? `还有 ${standing.times} 次` : '进行中'}</b>` : null}<small>${then}</small></button></li>`;
  })}</ul>`;
};

/** Faults of the platforms, to see that nothing is lost or done twice. */
export const faultBox = (platform) =>
  html`<details class="box"><summary><h2>让平台出故障</h2>${town.faults.length > 0 ? html`<span class="dot">${town.faults.length}</span>` : null}</summary>
    <div class="switch" role="group" aria-label="哪个平台出故障">${Object.entries(PLATFORMS).map(
      ([key, name]) =>
        html`<button key=${key} type="button" aria-pressed=${platform.value === key} class=${key} onClick=${() => {
          platform.value = key;
        }}>${name}</button>`,
    )}</div>
    ${list(platform.value)}
    <button type="button" class="link" onClick=${() => setFault({ platform: platform.value, kind: 'none' }).then(() => toast('故障已全部恢复'))}>全部恢复</button>
  </details>`;
