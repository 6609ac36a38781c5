import { html } from '/page/html.js';
import { ARTICLES, SCENES } from '/page/scenes/menu.js';
import { newPlay, playStep } from '/page/scenes/play.js';
import { act, nextNews, openPerson, send, town } from '/page/town.js';

/** What the player needs of the page: the town as it stands here, what happens in it, and its API. */
const WORLD = { town: () => town, news: nextNews, post: send, patienceMs: 70_000 };
/** Long enough to read a sentence and look at the phone. */
const READING_MS = 4_500;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const begin = (id) => {
  const scene = SCENES.find((known) => known.id === id);
  Object.assign(town, { play: newPlay(scene, town.clock, Math.random()), step: '', playing: false });
};

const end = () => Object.assign(town, { play: undefined, step: '', playing: false });

const isOver = () => town.play.step >= town.play.scene.steps.length;

/** Plays one step, with those that belong to it, and shows where it can be seen. */
const next = () =>
  act('scene', async () => {
    const { play } = town;
    try {
      do {
        const { step, view, message } = await playStep(WORLD, play);
        if (town.play !== play) return;
        if (!step.quick) town.step = step.says;
        openPerson(view.person, view.conversation, view.platform);
        town.shown = message ?? '';
      } while (!isOver() && play.scene.steps[play.step].quick);
    } catch (thrown) {
      town.playing = false;
      throw thrown;
    }
  });

const playOn = async () => {
  town.playing = true;
  while (town.play && town.playing && !isOver()) {
    await next();
    if (town.play && town.playing && !isOver()) await pause(READING_MS);
  }
  town.playing = false;
};

const chooser = () =>
  html`<p class="hint">选一个场景，看工单助手怎样做。</p>${ARTICLES.map(
    ({ article, about, scenes }) =>
      html`<section key=${article} class="article"><h3><b>${article}</b> ${about}</h3><ul>${scenes.map(
        ({ id, title }) => html`<li key=${id}><button type="button" onClick=${() => begin(id)}>${title}</button></li>`,
      )}</ul></section>`,
  )}`;

const player = () => {
  const { scene, step } = town.play;
  const busy = town.busy === 'scene';
  const over = isOver();
  return html`<div class="playing">
    <p class="scene-name"><b>${scene.article}</b> <strong>${scene.title}</strong> <span class="progress">第 ${Math.min(step, scene.steps.length)} 步，共 ${scene.steps.length} 步</span></p>
    <progress max=${scene.steps.length} value=${step} aria-label="进度"></progress>
    <p class="says" role="status" aria-live="polite">${busy ? '正在进行……' : town.step || '按“下一步”开始；手机会跟着切换到当事人，相关的消息加框。'}</p>
    <div class="steps">
      <button type="button" class="primary" disabled=${busy || over || town.playing} onClick=${next}>下一步</button>
      ${
        town.playing
          ? html`<button type="button" onClick=${() => {
              town.playing = false;
            }}>暂停</button>`
          : html`<button type="button" disabled=${busy || over} onClick=${playOn}>自动播放</button>`
      }
      <button type="button" onClick=${end}>${over ? '看完了，选别的' : '结束'}</button>
    </div>
  </div>`;
};

/** The menu of scenes: what the bot does under each article, played step by step in the town. */
export const sceneBox = () =>
  html`<section class="box scenes"><h2>看场景：制度一条一条怎样落实</h2>${town.play ? player() : chooser()}</section>`;
