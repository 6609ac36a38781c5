/** Where a scene's places are in this town, and what the bot has said there. */

const platformOf = (person) => (person.wecom ? 'wecom' : 'dingtalk');

/** Everybody in that place. County roles sit in departments of their own: they are found by role alone. */
const peopleAt = (town, place) => {
  const [department, role] = place.split('/');
  return town.people.filter(
    (person) => person.roles.includes(role) && (department === 'county' || person.department === department),
  );
};

/** Who acts there. */
export const personAt = (town, place) => {
  const [found] = peopleAt(town, place);
  if (!found) throw new Error(`城里没有这样的人：${place}`);
  return found;
};

export const isGroup = (place) => place.endsWith('/group');

export const groupAt = (town, place) => {
  const [name] = place.split('/');
  const found = town.groups.find((group) => (group.scope ?? group.department) === name);
  if (!found) throw new Error(`城里没有这样的群：${place}`);
  return found;
};

/** Whom one sees a group with: the one who has just acted, if he is in it; else its liaison or operator. */
const memberOf = (town, group, actor) => {
  const members = town.people.filter(({ id }) => group.members.includes(id));
  const found =
    members.find(({ id }) => id === actor) ??
    members.find(({ roles }) => roles.includes('liaison') || roles.includes('operator')) ??
    members[0];
  return found.id;
};

/** Where a viewer looks: whose phone, which platform, which conversation. */
export const viewOf = (town, place, message, actor) => {
  if (isGroup(place)) {
    const group = groupAt(town, place);
    return { person: memberOf(town, group, actor), platform: group.platform, conversation: group.id };
  }
  const person = town.people.find(({ id }) => id === message?.person) ?? personAt(town, place);
  return { person: person.id, platform: message?.platform ?? platformOf(person), conversation: 'bot' };
};

/** On which platform, and in which group if any, somebody writes. */
export const wayOf = (town, person, place) => {
  if (!place || !isGroup(place)) return { platform: platformOf(person) };
  const group = groupAt(town, place);
  return { platform: group.platform, chat: group.id };
};

const fromBot = (town, fits) => town.messages.filter((message) => message.from === undefined && fits(message));

/** What the bot has said there, oldest first: in the group, or to whoever acts there. */
export const messagesAt = (town, place) => {
  if (isGroup(place)) {
    const { id } = groupAt(town, place);
    return fromBot(town, ({ chat }) => chat === id);
  }
  const { id } = personAt(town, place);
  return fromBot(town, ({ chat, person }) => person === id && chat === undefined);
};

/** The same for each who may hear it: a follow-up goes to one of the centre's callers, in turn. */
export const hearings = (town, place) =>
  isGroup(place)
    ? [messagesAt(town, place)]
    : peopleAt(town, place).map(({ id }) => fromBot(town, ({ chat, person }) => person === id && chat === undefined));

/** Everything that anybody can read of a message. */
export const textsOf = (message) =>
  [message.text, ...Object.values(message.views ?? {}).map(({ text }) => text)].join('\n');

/** Every action a message offers, to all or to one viewer. */
export const actionsOf = (message) =>
  [message.actions, ...Object.values(message.views ?? {}).map((view) => view.actions)].flatMap((actions) =>
    (actions ?? []).map(({ action }) => action),
  );

/** What is written on a button, to all or to one viewer. */
export const labelOf = (message, action) =>
  [message.actions, ...Object.values(message.views ?? {}).map((view) => view.actions)]
    .flatMap((actions) => actions ?? [])
    .find((entry) => entry.action === action)?.label ?? action;
