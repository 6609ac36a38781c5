import type { CardAction, Message, Person } from '../../town/types.ts';
import type { CardInstance } from '../cards/cardBook.ts';
import type { Office } from '../office.ts';
import { callByHttp, callByStream } from './cardCall.ts';
import { type FormParams, fillForm, type Values } from './form.ts';
import { unionIdOf } from './identity.ts';
import { faultyCopies } from './push.ts';
import { say } from './say.ts';

export interface Press {
  person: Person;
  message: Message;
  action: string;
  values?: Values;
}

/** Whether the bot took the callback in time; `reason` also tells of an answer that was refused. */
export interface Pressed {
  delivered: boolean;
  reason?: string;
}

/** A resident presses a button, by its action or its label, on the card as he or she sees it. */
export async function click(office: Office, press: Press): Promise<Pressed> {
  const { person } = press;
  const message = office.town.message(press.message.id) ?? press.message;
  if (person.dingtalk === undefined) return { delivered: false, reason: '此人没有钉钉账号' };
  const seen = message.views?.[person.dingtalk]?.actions ?? message.actions ?? [];
  const action = seen.find((each) => each.action === press.action) ?? seen.find((each) => each.label === press.action);
  if (action === undefined) return { delivered: false, reason: `卡片上没有「${press.action}」` };
  const card = office.cards.byMessage(message.id);
  if (card === undefined) return sendWords(office, press, message, action);
  const params = fillForm(action, press.values ?? {});
  if (typeof params === 'string') return { delivered: false, reason: params };
  return callBack(office, { card, person, userId: person.dingtalk, message, action, params });
}

/** A `dtmd://` button sends its text into the conversation as the person who pressed it. */
async function sendWords(office: Office, press: Press, message: Message, action: CardAction): Promise<Pressed> {
  const chat = message.chat === undefined ? undefined : office.town.group(message.chat);
  const { person } = press;
  const { delivered, reason } = await say(office, {
    person,
    ...(chat === undefined ? {} : { chat }),
    text: action.action,
    addressed: office.limits.dtmdMentions,
  });
  return { delivered, ...(reason === undefined ? {} : { reason }) };
}

interface Callback {
  card: CardInstance;
  person: Person;
  userId: string;
  message: Message;
  action: CardAction;
  params: FormParams;
}

async function callBack(office: Office, callback: Callback): Promise<Pressed> {
  const { card, userId } = callback;
  if (card.callbackType === undefined) return { delivered: false, reason: '卡片没有 callbackType，按钮不产生回调' };
  if (!office.counters.countPush(office.town.now(), office.limits.monthlyPushes))
    return { delivered: false, reason: '本月推送额度已用完，按钮不产生回调' };
  const body = callbackBody(office, callback);
  const copies = await faultyCopies(office, callback.message.chat);
  const send = card.callbackType === 'STREAM' ? callByStream : callByHttp;
  const answered = await office.town.inTurn('dingtalk', () => send(office, { card, userId, body, copies }));
  if (!answered.taken) return { delivered: false, reason: answered.reason };
  const { change } = answered;
  if (typeof change === 'string') {
    const what = 'card callback answer';
    office.town.note({
      platform: 'dingtalk',
      direction: 'in',
      what,
      status: `refused: ${change}`,
      body: { outTrackId: card.outTrackId },
    });
    return { delivered: true, reason: `应答未被采用：${change}` };
  }
  if (change !== undefined) office.cards.change(card, change);
  return { delivered: true };
}

/** The callback of development/event-callback-card; there is no id of the click in it. */
function callbackBody(
  office: Office,
  { card, person, userId, message, action, params }: Callback,
): Record<string, unknown> {
  const showing = card.showings.find((each) => each.messageId === message.id);
  const own = { ref: card.privateMaps.get(userId)?.ref ?? card.publicMap.ref ?? '', action: action.action };
  const content = JSON.stringify({ cardPrivateData: { actionIds: [action.action], params: { ...own, ...params } } });
  return {
    type: 'actionCallback',
    outTrackId: card.outTrackId,
    corpId: office.settings.dingtalk.corpId,
    userId: card.userIdType === 2 ? unionIdOf(person) : userId,
    userIdType: card.userIdType,
    spaceType: showing?.spaceType ?? 'IM',
    spaceId: showing?.spaceId ?? '',
    extension: '{}',
    content,
    value: content,
  };
}
