import { shelved } from '../../town/attached.ts';
import type { TownFile } from '../../town/files.ts';
import type { Group, Message, Person } from '../../town/types.ts';
import type { Office } from '../office.ts';
import { pushRobotMessage } from './push.ts';
import { robotMessage } from './robotMessage.ts';
import { readWords, type Spoken, withoutMention } from './words.ts';

/** What a resident says. `addressed`: it reaches the robot although it does not name it (a `dtmd://` button). */
export interface Speech {
  person: Person;
  chat?: Group;
  text: string;
  quote?: Message;
  uploads?: readonly TownFile[];
  addressed?: boolean;
}

/** What became of it. The message is shown to people in any case. */
export interface Heard {
  message: Message;
  delivered: boolean;
  reason?: string;
}

const KINDS = { text: 'text', richText: 'text', picture: 'image', file: 'file' } as const;

/**
 * A resident writes. In a group only what mentions the robot reaches it, and no file does; alone everything does
 * (development/robot-message-type, 消息接收).
 */
export async function say(office: Office, speech: Speech): Promise<Heard> {
  const spoken = readSpeech(office, speech);
  const message = file(office, speech, typeof spoken === 'string' ? readWords(speech.text, speech.uploads) : spoken);
  if (typeof spoken === 'string') return { message, delivered: false, reason: spoken };
  const { town, counters, limits } = office;
  const chat = speech.chat?.id;
  const spent =
    town.strikes('dingtalk', 'quota', chat) !== undefined || !counters.countPush(town.now(), limits.monthlyPushes);
  const body = robotMessage(office, { ...speech, message, spoken }, spent);
  const place = chat === undefined ? { person: speech.person.id } : { chat };
  return { message, ...(await pushRobotMessage(office, body, place)) };
}

/** The words as the robot gets them, or why it does not get them. */
function readSpeech(office: Office, { person, chat, text, addressed, uploads }: Speech): Spoken | string {
  if (person.dingtalk === undefined) return '此人没有钉钉账号';
  if (chat === undefined) return readWords(text, uploads);
  const { robotName } = office.settings.dingtalk;
  const words = withoutMention(text, robotName) ?? (addressed === true ? ` ${text}` : undefined);
  if (words === undefined) return `没有 @${robotName}，机器人收不到`;
  const spoken = readWords(words, uploads);
  if (spoken.msgtype === 'file') return '群里的文件不能 @机器人，机器人收不到';
  return spoken.msgtype === 'picture' ? { ...spoken, msgtype: 'richText' } : spoken;
}

function file(office: Office, { person, chat, text, quote }: Speech, spoken: Spoken): Message {
  return office.town.post({
    platform: 'dingtalk',
    ...(chat === undefined ? { person: person.id } : { chat: chat.id }),
    from: person.id,
    kind: KINDS[spoken.msgtype],
    text,
    ...(quote === undefined ? {} : { quote: quote.id }),
    ...shelved(office.town, { words: spoken.content, ...spoken }),
  });
}
