import { clockBox } from '/page/clock.js';
import { faultBox } from '/page/faults.js';
import { html } from '/page/html.js';
import { resetTown, town } from '/page/town.js';
import { trafficList } from '/page/traffic.js';
import { defineComponent, ref } from '/page/vendor/vue.js';

const engineers = () => html`<section class="box">
  <label class="toggle"><input type="checkbox" role="switch" checked=${town.engineer} onChange=${(event) => {
    town.engineer = event.target.checked;
  }} /><span>工程师视图</span> <small>每条消息旁看原始请求</small></label>
  ${town.engineer ? trafficList() : null}
  ${town.engineer ? html`<button type="button" class="link danger" onClick=${() => confirm('清空聊天记录并把钟拨回开始？工单数据不变。') && resetTown()}>清空聊天记录</button>` : null}
</section>`;

/** The controls: the clock, faults, and for engineers the raw requests. */
export const Desk = defineComponent({
  setup() {
    const own = ref('');
    const platform = ref('wecom');
    return () =>
      html`<aside class="desk" aria-label="控制台">${clockBox(own)}${faultBox(platform)}${engineers()}</aside>`;
  },
});
