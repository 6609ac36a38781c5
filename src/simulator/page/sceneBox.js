import { html } from '/page/html.js';
import { newPlay, playStep, SCENES, viewOf } from '/page/scenes/play.js';
import { act, load, openPerson, send, town } from '/page/town.js';

/** What the player needs of the page: the town as it stands here, and its API. */
const WORLD = { town: () => town, refresh: load, post: send };
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
    try {
      do {
        const step = await playStep(WORLD, town.play);
        if (!step.quick) town.step = step.says;
        const view = viewOf(town, step.look);
        openPerson(view.person, view.conversation, view.platform);
      } while (!isOver() && town.play.scene.steps[town.play.step].quick);
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
  html`<ul class="scenes">${SCENES.map(
    ({ id, article, title }) =>
      html`<li key=${id}><button type="button" class="link" onClick=${() => begin(id)}><span class="article">${article}</span> ${title}</button></li>`,
  )}</ul>`;

const player = () => {
  const { scene, step } = town.play;
  const busy = town.busy === 'scene';
  const over = isOver();
  return html`<div class="playing">
    <p class="scene-name"><span class="article">${scene.article}</span> <strong>${scene.title}</strong> <span class="progress">第 ${Math.min(step, scene.steps.length)} 步，共 ${scene.steps.length} 步</span></p>
    <progress max=${scene.steps.length} value=${step} aria-label="进度"></progress>
    <p class="says" role="status" aria-live="polite">${busy ? '正在进行……' : town.step || '按“下一步”开始；中间的手机会跟着切换到当事人。'}</p>
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
  html`<section class="box"><h2>场景：制度每一条，助手怎样做</h2>${town.play ? player() : chooser()}</section>`;
