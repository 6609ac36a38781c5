import { FIRST } from './first.js';
import { FOURTH } from './fourth.js';
import { THIRD } from './third.js';

/** Every scene, by the article it plays. */
export const SCENES = [...FIRST, ...THIRD, ...FOURTH].sort(
  (a, b) => '一二三四五六'.indexOf(a.article[1]) - '一二三四五六'.indexOf(b.article[1]),
);

const PATIENCE_MS = 12_000;
const LOCAL_MS = 8 * 3_600_000;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const localIso = (clock) => new Date(new Date(clock).getTime() + LOCAL_MS).toISOString();

/** A play of one scene: its own ticket number, so that scenes can be played again and in any order. */
export const newPlay = (scene, clock, chance) => ({
  scene,
  step: 0,
  no: `GD${localIso(clock).slice(0, 10).replaceAll('-', '')}9${String(Math.floor(chance * 100_000)).padStart(5, '0')}`,
});

const platformOf = (person) => (person.wecom ? 'wecom' : 'dingtalk');

/** County roles sit in departments of their own: they are found by role alone. */
export const personAt = (town, place) => {
  const [department, role] = place.split('/');
  const found = town.people.find(
    (person) => person.roles.includes(role) && (department === 'county' || person.department === department),
  );
  if (!found) throw new Error(`城里没有这样的人：${place}`);
  return found;
};

const groupAt = (town, place) => {
  const [name] = place.split('/');
  const found = town.groups.find((group) => (group.scope ?? group.department) === name);
  if (!found) throw new Error(`城里没有这样的群：${place}`);
  return found;
};

const isGroup = (place) => place.endsWith('/group');

/** Where a viewer looks: whose phone, which platform, which conversation. */
export const viewOf = (town, place) => {
  if (!isGroup(place)) {
    const person = personAt(town, place);
    return { person: person.id, platform: platformOf(person), conversation: 'bot' };
  }
  const group = groupAt(town, place);
  return { person: group.members[0], platform: group.platform, conversation: group.id };
};

const filled = (town, play, text) =>
  text
    .replaceAll('{no}', play.no)
    .replaceAll('{today}', localIso(town.clock).slice(0, 10))
    .replace(/\{(name|id):([^}]+)\}/g, (_whole, what, place) => personAt(town, place)[what]);

const messagesAt = (town, place) => {
  const view = viewOf(town, place);
  return town.messages.filter(
    (message) =>
      message.from === undefined &&
      (isGroup(place)
        ? message.chat === view.conversation
        : message.person === view.person && message.chat === undefined),
  );
};

const textsOf = (message) => [message.text, ...Object.values(message.views ?? {}).map(({ text }) => text)].join('\n');

/** Waits until what the bot has said there since `seen` contains all the words, in whatever messages. */
const untilSaid = async (world, play, place, words, seen) => {
  const wanted = words.map((word) => filled(world.town(), play, word));
  for (const end = Date.now() + PATIENCE_MS; ; await pause(120)) {
    await world.refresh();
    const said = messagesAt(world.town(), place)
      .filter((message) => seen.get(message.id) !== textsOf(message))
      .map(textsOf)
      .join('\n');
    const missing = wanted.filter((word) => !said.includes(word));
    if (missing.length === 0) return;
    if (Date.now() > end)
      throw new Error(`没有等到“${missing.join('”“')}”；看到的是：${said.slice(0, 300) || '（没有新消息）'}`);
  }
};

/** The newest card there that offers this action and carries the words. */
const cardAt = async (world, place, action, about) => {
  for (const end = Date.now() + PATIENCE_MS; ; await pause(120)) {
    await world.refresh();
    const found = messagesAt(world.town(), place).findLast(
      (message) =>
        textsOf(message).includes(about) &&
        [message.actions, ...Object.values(message.views ?? {}).map((view) => view.actions)].some((actions) =>
          actions?.some((entry) => entry.action === action),
        ),
    );
    if (found) return found;
    if (Date.now() > end) throw new Error(`没有找到带“${action}”的卡片（${about}）`);
  }
};

const say = (world, play, step) => {
  const town = world.town();
  const person = personAt(town, step.who);
  const group = step.at && isGroup(step.at) ? groupAt(town, step.at) : undefined;
  const text = filled(town, play, step.text);
  return world.post('/town/messages', {
    platform: group?.platform ?? platformOf(person),
    person: person.id,
    text: group ? `@工单助手 ${text}` : text,
    ...(group ? { chat: group.id } : {}),
  });
};

const press = async (world, play, step) => {
  const town = world.town();
  const place = step.at ?? step.who;
  const card = await cardAt(world, place, step.press, filled(town, play, step.about ?? '{no}'));
  const person = personAt(town, step.who);
  const values = Object.entries(step.values ?? {}).map(([key, value]) => [key, filled(town, play, value)]);
  return world.post('/town/clicks', {
    platform: card.platform,
    person: person.id,
    message: card.id,
    action: step.press,
    values: Object.fromEntries(values),
  });
};

const bring = (world, play, step) => {
  const at = `${localIso(world.town().clock).slice(0, 19)}+08:00`;
  const ticket = { no: play.no, receivedAt: at, dispatchedAt: at, ...step.ticket };
  return world.post('/town/tickets', ticket);
};

/** The moment on the town's clock: a working morning stays what it is; `again` lets a whole working day pass first. */
const moveClock = async (world, step) => {
  if (step.clock === 'morning') {
    const time = localIso(world.town().clock).slice(11, 16);
    const inMorning = time >= '08:45' && time < '10:30';
    return world.post('/town/clock', { advance: inMorning ? '0 working days' : 'next 08:50' });
  }
  if (step.again) await world.post('/town/clock', { advance: '1 working days' });
  return world.post('/town/clock', { advance: step.clock });
};

/** Plays the next step and returns it; throws one sentence when it did not go as the scene says. */
export const playStep = async (world, play) => {
  const step = play.scene.steps[play.step];
  await world.refresh();
  const seen = new Map(world.town().messages.map((message) => [message.id, textsOf(message)]));
  const deed = step.ticket ? bring : step.clock ? moveClock : step.press ? press : say;
  const answer = await (deed === moveClock ? moveClock(world, step) : deed(world, play, step));
  if (answer?.delivered === false) throw new Error(answer.reason ?? '没有送到');
  if (step.expects) await untilSaid(world, play, step.look, step.expects, seen);
  play.step += 1;
  return step;
};
