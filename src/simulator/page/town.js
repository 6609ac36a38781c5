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
  calendar: { off: [], on: [] },
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
  /** What a narrow screen shows: guide, phone, people or desk. */
  tab: 'guide',
  engineer: false,
  play: undefined,
  step: '',
  deed: undefined,
  trail: [],
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
  }, 6000);
};

export const personNamed = (id) => town.people.find((person) => person.id === id);
export const groupNamed = (id) => town.groups.find((group) => group.id === id);

export const rolesOf = (person) => person.roles.map((role) => ROLES[role] ?? role).join('、');

/** 县城市管理局; the centre and the county's leaders stand in one. */
export const departmentName = (code) =>
  town.groups.find((group) => group.department === code)?.name.replace(/12345.*$/, '') ??
  (code === 'centre' ? '县热线中心与县领导' : code);

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

/** What the bot has told each alone that was not looked at here, by person. */
export const unreadByPerson = () => {
  const counts = new Map();
  for (const { person, platform } of town.messages)
    if (person) counts.set(`${person}|${platform}`, (counts.get(`${person}|${platform}`) ?? 0) + 1);
  return (id) =>
    Object.keys(PLATFORMS).reduce(
      (sum, platform) =>
        sum + Math.max(0, (counts.get(`${id}|${platform}`) ?? 0) - (town.seen[keyOf(id, platform, 'bot')] ?? 0)),
      0,
    );
};

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
  }).catch(() => {
    throw new Error('没有连上模拟城，请确认演示还在运行');
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

/** Says it where the visitor is. `uploads`: `{name, data}` in base64, for the marks in the text. */
export const say = (text, uploads = []) =>
  act('say', async () => {
    const { platform, person, conversation, quote } = town;
    const answer = await send('/town/messages', {
      platform,
      person,
      text,
      uploads,
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

/** Where a link of a message leads: to the ticket's page, logged in as whose phone it is. */
export const linkOf = (message, url) =>
  `/town/open?${new URLSearchParams({ message: message.id, person: town.person, url })}`;

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

const MOST_TRAFFIC = 1_000;
const putTraffic = (entry) => {
  const at = town.traffic.findLastIndex((known) => known.seq === entry.seq);
  if (at >= 0) town.traffic.splice(at, 1, entry);
  else town.traffic.push(entry);
  if (town.traffic.length > MOST_TRAFFIC) town.traffic.splice(0, MOST_TRAFFIC / 10);
};

export const load = async () => {
  const response = await fetch(`/town?requests=${MOST_TRAFFIC}`);
  if (!response.ok) throw new Error('模拟城没有应答');
  const { clock, calendar, people, groups, messages, requests, faults } = await response.json();
  Object.assign(town, {
    clock,
    calendar,
    people,
    groups,
    messages,
    traffic: requests,
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
  const hear = (what, heard) => news.addEventListener(what, (event) => event.data && heard(JSON.parse(event.data)));
  hear('message', (message) => {
    put(message);
    ring();
  });
  hear('clock', ({ now }) => {
    town.clock = now;
    ring();
  });
  hear('faults', (faults) => {
    town.faults = faults;
  });
  hear('traffic', putTraffic);
  hear('reset', () => void load());
  news.addEventListener('open', () => {
    if (town.state !== 'ready' || town.problem) void load().catch(() => undefined);
  });
  news.addEventListener('error', () => {
    town.problem = '与模拟城的连接断了，正在重连……';
  });
};
