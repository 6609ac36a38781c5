import { actionsOf, hearings, isGroup, labelOf, messagesAt, personAt, textsOf, viewOf, wayOf } from './places.js';

const LOCAL_MS = 8 * 3_600_000;
const localIso = (clock) => new Date(new Date(clock).getTime() + LOCAL_MS).toISOString();

/** A play of one scene: its own ticket number, so that scenes can be played again and in any order. */
export const newPlay = (scene, clock, chance) => ({
  scene,
  step: 0,
  no: `GD${localIso(clock).slice(0, 10).replaceAll('-', '')}9${String(Math.floor(chance * 100_000)).padStart(5, '0')}`,
});

/** `{no}` this play's ticket, `{other}` a second one, `{today}`, `{name:cgj/deputy}` and `{id:cgj/deputy}` a person. */
const filled = (town, play, text) =>
  text
    .replaceAll('{no}', play.no)
    .replaceAll('{other}', `${play.no.slice(0, -1)}${(Number(play.no.at(-1)) + 1) % 10}`)
    .replaceAll('{today}', localIso(town.clock).slice(0, 10))
    .replace(/\{(name|id):([^}]+)\}/g, (_whole, what, place) => personAt(town, place)[what]);

/** Asks again at every news of the town until `found` gives something; undefined when patience ends. */
const awaited = async (world, found) => {
  for (const end = Date.now() + world.patienceMs; ; await world.news()) {
    const answer = found();
    if (answer !== undefined || Date.now() > end) return answer;
  }
};

/** The last of the messages that together hold all the words; undefined while one is missing. */
const holding = (said, words) => {
  const holders = words.map((word) => said.findLast((message) => textsOf(message).includes(word)));
  return holders.includes(undefined) ? undefined : said.findLast((message) => holders.includes(message));
};

/** Waits until what the bot has said to somebody there since the step began contains all the words, in whatever messages. */
const untilSaid = async (world, play, step) => {
  const words = step.expects.map((word) => filled(world.town(), play, word));
  const isNew = (message) => play.seen.get(message.id) !== textsOf(message);
  const heard = () => hearings(world.town(), step.look).map((said) => said.filter(isNew));
  const first = () => {
    for (const said of heard()) {
      const found = holding(said, words);
      if (found) return found;
    }
    return undefined;
  };
  const found = await awaited(world, first);
  if (found) return found;
  const said = heard().flat().map(textsOf).join('\n');
  const missing = words.filter((word) => !said.includes(word));
  throw new Error(`没有等到“${missing.join('”“')}”；看到的是：${said.slice(0, 300) || '（没有新消息）'}`);
};

/** The newest card there that offers this action and carries the words. */
const cardAt = async (world, place, action, about) => {
  const fits = (message) => textsOf(message).includes(about) && actionsOf(message).includes(action);
  const card = await awaited(world, () => messagesAt(world.town(), place).findLast(fits));
  if (!card) throw new Error(`没有找到带“${action}”的卡片（${about}）`);
  return card;
};

const shortened = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
const told = (text) => (/^\[图片[^\]]*\]$/.test(text) ? '发一张照片' : `发“${shortened(text)}”`);

const say = (world, play, step) => {
  const town = world.town();
  const person = personAt(town, step.who);
  const way = wayOf(town, person, step.at);
  const text = filled(town, play, step.text);
  play.did = { who: person.id, words: `${way.chat ? '在群里' : ''}${told(text)}` };
  return world.post('/town/messages', { ...way, person: person.id, text: way.chat ? `@工单助手 ${text}` : text });
};

const press = async (world, play, step) => {
  const town = world.town();
  const card = await cardAt(world, step.at ?? step.who, step.press, filled(town, play, step.about ?? '{no}'));
  const { id } = personAt(town, step.who);
  play.did = { who: id, words: `点“${labelOf(card, step.press)}”` };
  return world.post('/town/clicks', {
    platform: card.platform,
    person: id,
    message: card.id,
    action: step.press,
    values: step.values ?? {},
  });
};

const bring = async (world, play, step) => {
  const at = `${localIso(world.town().clock).slice(0, 19)}+08:00`;
  const { no = '{no}', ...ticket } = step.ticket;
  play.did = { mark: '市', words: '市平台转来一件工单' };
  const { results } = await world.post('/town/tickets', {
    no: filled(world.town(), play, no),
    receivedAt: at,
    dispatchedAt: at,
    ...ticket,
  });
  const refused = results?.find(({ reason }) => reason);
  if (refused) throw new Error(refused.reason);
};

const moveClock = async (world, play, step) => {
  play.did = { mark: '钟', words: '拨钟' };
  const { clock } = await world.post('/town/clock', { advance: step.clock });
  play.did = { mark: '钟', words: `钟拨到 ${localIso(clock).slice(5, 16).replace('T', ' ')}` };
};

const deedOf = (step) => {
  if (step.ticket) return bring;
  if (step.clock) return moveClock;
  return step.press ? press : say;
};

/** What must never be seen in a place. */
const mustNotSee = (town, play, [place, words]) => {
  const seen = hearings(town, place)
    .flat()
    .find((message) => textsOf(message).includes(filled(town, play, words)));
  if (seen) throw new Error(`不该出现在${isGroup(place) ? '群里' : place}：${textsOf(seen).slice(0, 100)}`);
};

/** Does what the step says, once: a step that is tried again because its outcome was late only waits for it. */
const doOnce = async (world, play, step) => {
  if (play.done === play.step) return;
  play.seen = new Map(world.town().messages.map((message) => [message.id, textsOf(message)]));
  // The clock moves at once, however long the bot then works: it must not be moved again.
  if (step.clock) play.done = play.step;
  const answer = await deedOf(step)(world, play, step);
  if (answer?.delivered === false) throw new Error(answer.reason ?? '没有送到');
  play.done = play.step;
};

/**
 * Plays the next step; answers with it, the view in which its outcome is seen, and the message that shows it. Throws one
 * sentence when it did not go as the scene says; the step can then be tried again.
 */
export const playStep = async (world, play) => {
  const step = play.scene.steps[play.step];
  await doOnce(world, play, step);
  const message = step.expects ? await untilSaid(world, play, step) : undefined;
  const town = world.town();
  for (const never of step.never ?? []) mustNotSee(town, play, never);
  play.step += 1;
  const actor = step.who && personAt(town, step.who).id;
  return { step, view: viewOf(town, step.look, message, actor), message: message?.id, did: play.did };
};
