import { reactive } from '/page/vendor/vue.js';

export const ROLES = {
  liaison: '联络员',
  handler: '经办人员',
  deputy: '分管领导',
  principal: '主要负责人',
  delegate: '受委托签批人',
  operator: '值班员',
  followUp: '回访员',
  director: '中心负责人',
  administrator: '管理员',
  hotlineLeader: '县政府热线分管领导',
  countyLeader: '分管县领导',
  receptionLeader: '接访县领导',
  petitionBureau: '县委信访局',
  supervisionOffice: '县政府督查室',
};
export const PLATFORMS = { wecom: '企业微信', dingtalk: '钉钉' };
export const BOT = '工单助手';

/** Everything the page shows: the town as the server tells it, and what this visitor looks at. */
export const town = reactive({
  state: 'loading',
  problem: '',
  clock: '',
  people: [],
  groups: [],
  messages: [],
  traffic: [],
  faults: [],
  person: '',
  platform: 'wecom',
  conversation: 'bot',
  seen: {},
  toast: '',
  busy: '',
  drawer: false,
  play: undefined,
  step: '',
  playing: false,
  quote: '',
  shown: '',
});

let toastTimer;
export const toast = (text) => {
  town.toast = text;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => {
    town.toast = '';
  }, 5000);
};

export const personNamed = (id) => town.people.find((person) => person.id === id);
export const groupNamed = (id) => town.groups.find((group) => group.id === id);

export const rolesOf = (person) => person.roles.map((role) => ROLES[role] ?? role).join('、');

/** Conversations of a person on a platform: the bot first, then the groups. */
export const conversationsOf = (person, platform) => [
  { id: 'bot', name: BOT, group: false },
  ...town.groups
    .filter((group) => group.platform === platform && group.members.includes(person.id))
    .map((group) => ({ id: group.id, name: group.name, group: true })),
];

export const messagesIn = (person, platform, conversation) =>
  town.messages.filter(
    (message) =>
      message.platform === platform &&
      (conversation === 'bot' ? message.person === person.id : message.chat === conversation),
  );

const keyOf = (person, platform, conversation) => `${person}|${platform}|${conversation}`;

export const unreadIn = (person, platform, conversation) => {
  const all = messagesIn(person, platform, conversation);
  return all.length - (town.seen[keyOf(person.id, platform, conversation)] ?? 0);
};

export const unreadOf = (person) =>
  Object.keys(PLATFORMS)
    .filter((platform) => person[platform])
    .reduce((sum, platform) => sum + Math.max(0, unreadIn(person, platform, 'bot')), 0);

export const markSeen = () => {
  const person = personNamed(town.person);
  if (!person) return;
  town.seen[keyOf(person.id, town.platform, town.conversation)] = messagesIn(
    person,
    town.platform,
    town.conversation,
  ).length;
};

export const openPerson = (id, conversation = 'bot', platform) => {
  const person = personNamed(id);
  if (!person) return;
  town.person = id;
  town.platform = platform ?? (person.wecom ? 'wecom' : 'dingtalk');
  town.conversation = conversation;
  town.quote = '';
  town.shown = '';
  markSeen();
};

export const send = async (path, body) => {
  const response = await fetch(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `出错了（${response.status}）`);
  return answer;
};

/** Runs one act, shows what went wrong, and keeps a second press away while it runs. */
export const act = async (what, work) => {
  if (town.busy) return undefined;
  town.busy = what;
  try {
    return await work();
  } catch (thrown) {
    toast(thrown.message);
    return undefined;
  } finally {
    town.busy = '';
  }
};

export const say = (text) =>
  act('say', async () => {
    const { platform, person, conversation, quote } = town;
    const answer = await send('/town/messages', {
      platform,
      person,
      text,
      ...(conversation === 'bot' ? {} : { chat: conversation }),
      ...(quote ? { quote } : {}),
    });
    town.quote = '';
    if (!answer.delivered) toast(answer.reason ?? '没有送到');
    return answer;
  });

export const press = (message, action, values) =>
  act(`press:${message.id}`, async () => {
    const answer = await send('/town/clicks', {
      platform: message.platform,
      person: town.person,
      message: message.id,
      action,
      values,
    });
    if (!answer.delivered) toast(answer.reason ?? '没有送到');
    return answer;
  });

export const moveClock = (order) => act('clock', () => send('/town/clock', order));
export const setFault = (fault) => act('fault', () => send('/town/faults', fault));
export const resetTown = () => act('reset', () => send('/town/reset', {}));

const put = (message) => {
  const at = town.messages.findIndex((known) => known.id === message.id);
  if (at < 0) town.messages.push(message);
  else town.messages.splice(at, 1, message);
  const person = personNamed(town.person);
  const open =
    person &&
    (town.conversation === 'bot' ? message.person === person.id : message.chat === town.conversation) &&
    message.platform === town.platform;
  if (open) markSeen();
};

export const load = async () => {
  const response = await fetch('/town');
  if (!response.ok) throw new Error('模拟城没有应答');
  const { clock, people, groups, messages, requests, faults } = await response.json();
  Object.assign(town, {
    clock,
    people,
    groups,
    messages,
    traffic: requests.slice(-300),
    faults,
    state: 'ready',
    problem: '',
  });
};

let waiting = [];
/** Somebody waits for what happens in the town: wakes them. */
const ring = () => {
  for (const wake of waiting) wake();
  waiting = [];
};

const NEWS_MS = 1_000;
/** Comes back at the next thing that happens; after a second without any it reads the town anew, in case one was lost. */
export const nextNews = async () => {
  let heard = false;
  await new Promise((resolve) => {
    waiting.push(() => {
      heard = true;
      resolve();
    });
    setTimeout(resolve, NEWS_MS);
  });
  if (!heard) await load();
};

/** Reads the town and listens to what happens in it; comes back by itself after a break. */
export const openTown = async () => {
  try {
    await load();
  } catch (thrown) {
    Object.assign(town, { state: 'broken', problem: thrown.message });
  }
  const news = new EventSource('/town/events');
  news.addEventListener('message', (event) => {
    if (!event.data) return;
    put(JSON.parse(event.data));
    ring();
  });
  news.addEventListener('clock', (event) => {
    town.clock = JSON.parse(event.data).now;
    ring();
  });
  news.addEventListener('faults', (event) => {
    town.faults = JSON.parse(event.data);
  });
  news.addEventListener('traffic', (event) => {
    town.traffic.push(JSON.parse(event.data));
    if (town.traffic.length > 300) town.traffic.splice(0, 100);
  });
  news.addEventListener('reset', () => void load());
  news.addEventListener('open', () => {
    if (town.state !== 'ready') void load().catch(() => undefined);
  });
  news.addEventListener('error', () => {
    town.problem = '与模拟城的连接断了，正在重连……';
  });
};
