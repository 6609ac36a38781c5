import { html } from '/page/html.js';
import { ARTICLES, SCENES, TOUR } from '/page/scenes/menu.js';
import { newPlay, playStep } from '/page/scenes/play.js';
import { act, nextNews, openPerson, personNamed, rolesOf, send, town } from '/page/town.js';
import { defineComponent, nextTick, ref } from '/page/vendor/vue.js';

/** What the player needs of the page: the town as it stands here, what happens in it, and its API. */
const WORLD = { town: () => town, news: nextNews, post: send, patienceMs: 70_000 };

/** Long enough to read the sentence and look at the phone. */
const readingMs = (text) => Math.min(9_000, Math.max(4_000, 1_500 + 110 * text.length));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const focusOn = (selector) => nextTick(() => document.querySelector(selector)?.focus());

const begin = (scene) => {
  Object.assign(town, { play: newPlay(scene, town.clock, Math.random()), step: '', deed: undefined, trail: [] });
  Object.assign(town, { playing: false, tab: 'phone' });
  focusOn('.playing .next');
};

const end = () => {
  Object.assign(town, { play: undefined, step: '', deed: undefined, trail: [], playing: false, tab: 'guide' });
  focusOn('.guide h2');
};

const isOver = () => town.play.step >= town.play.scene.steps.length;

const look = ({ view, message }) => {
  openPerson(view.person, view.conversation, view.platform);
  town.shown = message ?? '';
};

/** Plays one step, with those that belong to it, and shows where it can be seen. */
const next = () =>
  act('scene', async () => {
    const { play } = town;
    try {
      do {
        const { step, view, message, did } = await playStep(WORLD, play);
        if (town.play !== play) return;
        if (!step.quick) Object.assign(town, { step: step.says, deed: did });
        if (step.quick) Object.assign(town.trail.at(-1), { view, message });
        else town.trail.push({ says: step.says, view, message });
        look({ view, message });
      } while (!isOver() && play.scene.steps[play.step].quick);
    } catch (thrown) {
      town.playing = false;
      throw thrown;
    }
  });

const playOn = async () => {
  const { play } = town;
  town.playing = true;
  while (town.play === play && town.playing && !isOver()) {
    await next();
    if (town.play === play && town.playing && !isOver()) await pause(readingMs(town.step));
  }
  if (town.play === play) town.playing = false;
};

const tour = () => {
  begin(TOUR);
  void playOn();
};

const hero = () => html`<section class="hero">
  <h2 tabindex="-1">两分钟，看懂工单助手</h2>
  <p>市民打来 12345，工单进群就是一张卡片：签收、签批、见面、答复、审核、回访，点一点就办；没人签收，它会提醒，第二天有排名。</p>
  <button type="button" class="start" onClick=${tour}><span aria-hidden="true">▶</span> 开始导览</button>
  <small>共 ${TOUR.steps.filter(({ quick }) => !quick).length} 步，自动播放，随时可以停下来看</small>
</section>`;

/** Who acts in a scene: by this it is found for whom it is. */
const ROLES = [
  ['全部', () => true],
  ['承办单位', (who) => /\/(liaison|handler)$/.test(who)],
  ['单位领导', (who) => /\/(principal|deputy)$/.test(who)],
  ['热线中心', (who) => who.startsWith('centre/')],
  ['县领导', (who) => who.startsWith('county/')],
];
const concerns = (scene, fits) =>
  scene.steps.some(({ who, look: where }) => (who && fits(who)) || (!where.endsWith('/group') && fits(where)));

const countOf = (scene) => scene.steps.filter(({ quick }) => !quick).length;

const chooser = (role) => {
  const [, fits] = ROLES.find(([name]) => name === role.value);
  const chosen = ARTICLES.map((entry) => ({
    ...entry,
    scenes: entry.scenes.filter((scene) => concerns(scene, fits)),
  })).filter(({ scenes }) => scenes.length > 0);
  return html`${hero()}
  <section class="scenes"><h2>或者，挑您关心的场景</h2>
    <div class="roles" role="group" aria-label="按身份挑">${ROLES.map(
      ([name]) =>
        html`<button key=${name} type="button" aria-pressed=${role.value === name} onClick=${() => {
          role.value = name;
        }}>${name}</button>`,
    )}</div>
    ${chosen.map(
      ({ article, about, scenes }) =>
        html`<section key=${article} class="article"><h3><b>${article}</b> ${about}</h3><ul>${scenes.map((scene) => html`<li key=${scene.id}><button type="button" onClick=${() => begin(SCENES.find(({ id }) => id === scene.id))}>${scene.title} <small>${countOf(scene)} 步</small></button></li>`)}</ul></section>`,
    )}
  </section>
  <p class="own-way">也可以自己试：换一位居民，在他的手机上点卡片、发消息，再把钟往后拨。</p>`;
};

/** Who does it, and how: with a button, by typing, or the town's clock. */
const deed = () => {
  if (!town.deed) return null;
  const person = town.deed.who && personNamed(town.deed.who);
  const role = person ? `${person.name}（${rolesOf(person)}）` : '';
  return html`<p class="deed">${person ? html`<span class="avatar small" aria-hidden="true">${person.name.slice(-2)}</span>` : html`<span class="avatar small town" aria-hidden="true">${town.deed.mark}</span>`}<span>${role}${town.deed.words}</span></p>`;
};

const following = (scene) => SCENES[SCENES.findIndex(({ id }) => id === scene.id) + 1];

const controls = () => {
  const busy = town.busy !== '';
  if (isOver()) {
    const more = following(town.play.scene);
    return html`<div class="controls"><button type="button" class="primary next" onClick=${end}>看完了，选别的</button>${more ? html`<button type="button" onClick=${() => begin(more)}>接着看“${more.title.split('：')[0]}”</button>` : null}</div>`;
  }
  return html`<div class="controls">
      <button type="button" class="primary next" aria-disabled=${busy || town.playing} onClick=${() => busy || town.playing || next()}>下一步</button>
      ${
        town.playing
          ? html`<button type="button" onClick=${() => {
              town.playing = false;
            }}>暂停</button>`
          : html`<button type="button" aria-disabled=${busy} onClick=${() => busy || playOn()}>自动播放</button>`
      }
      <button type="button" onClick=${end}>结束</button>
    </div>`;
};

/** What has been seen, to look at again. */
const trail = () =>
  town.trail.length < 2
    ? null
    : html`<details class="trail" open><summary>看过的步骤（点一下再看）</summary><ol reversed>${town.trail.map((done, index) => html`<li key=${index}><span>${index + 1}</span><button type="button" class="link" aria-current=${index === town.trail.length - 1 ? 'step' : undefined} onClick=${() => look(done)}>${done.says}</button></li>`).reverse()}</ol></details>`;

const waitingWords = () =>
  town.play.scene.steps[town.play.step]?.clock ? '正在进行……钟在往前走，助手要把这段时间的事办完。' : '正在进行……';

const player = () => {
  const { scene, step } = town.play;
  const busy = town.busy === 'scene';
  const count = scene.steps.length;
  return html`<div class="playing">
    <p class="scene-name">${scene.article ? html`<b>${scene.article}</b> ` : null}<strong>${scene.title}</strong></p>
    <div class="progress"><progress max=${count} value=${step} aria-label="进度"></progress><span>第 ${Math.min(step, count)} 步，共 ${count} 步</span></div>
    ${deed()}
    <p class="says" role="status" aria-live="polite">${busy ? waitingWords() : town.step || '按“下一步”开始；手机会跟着切换到当事人，相关的消息加框。'}</p>
    ${controls()}
    ${trail()}
  </div>`;
};

/** The left side: a tour and a menu of scenes, then the one that is played. */
export const Guide = defineComponent({
  setup() {
    const role = ref('全部');
    return () => html`<section class="guide" aria-label="看场景">${town.play ? player() : chooser(role)}</section>`;
  },
});
