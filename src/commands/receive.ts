import type { Answer, Incoming } from '../cards/exchange.ts';
import type { Receival, Receive } from '../chat/platform.ts';
import { legibleIn } from '../kernel/legible.ts';
import type { Readers } from '../workflow/act.ts';
import type { County } from '../workflow/county.ts';
import type { Documents, PaperScene } from '../workflow/documents.ts';
import type { Archive, Recipient, Wanted } from '../workflow/ports.ts';
import { bind } from './each/groups.ts';
import { takeEvidence } from './evidence.ts';
import { parse } from './grammar.ts';
import { ticketNamed } from './numbers.ts';
import { COMMANDS, mayUse } from './registry.ts';
import { type Occasion, respondToLine, say } from './respond.ts';
import { respondToClick } from './respondToClick.ts';
import { respondToStranger, unboundGroup } from './stranger.ts';

/** What the front door needs: the archive, the county of this moment, the present. */
export interface Reception {
  archive: Archive;
  county(): County;
  documents: Documents;
  /** Absent: nobody is asked who has read what. */
  readers?: Readers;
  now(): Date;
}

const recipientOf = (incoming: Incoming, county: County): Recipient => {
  const { platform, chat, person } = incoming;
  if (chat === undefined || incoming.kind === 'click')
    return { platform, person, personId: county.personOn(platform, person)?.id ?? person };
  const bound = county.chat(platform, chat);
  return { platform, chat, ...(bound?.webhookKey ? { webhookKey: bound.webhookKey } : {}) };
};

/** Before a group is bound the bot says its id and how to bind it, and an administrator may do so; nothing else. */
const inUnboundGroup = async (occasion: Occasion, incoming: Incoming): Promise<Answer> => {
  const asked = incoming.kind === 'message' ? parse(incoming.text, COMMANDS) : undefined;
  if (incoming.kind !== 'message' || asked?.spec !== bind) return unboundGroup(incoming);
  if (!mayUse(occasion.actor, bind)) return unboundGroup(incoming, '“绑定”由管理员使用，您没有这个角色。');
  return respondToLine(occasion, incoming.text, incoming.quote?.text);
};

/** Words that came with pictures are done first; the pictures belong to the ticket the words name. */
const withEvidence = async (occasion: Occasion, incoming: Extract<Incoming, { kind: 'message' }>): Promise<Answer> => {
  const parsed = parse(incoming.text, COMMANDS);
  const answer = parsed ? await respondToLine(occasion, incoming.text, incoming.quote?.text) : undefined;
  const [typed] = parsed?.numbers ?? [];
  const found = typed === undefined ? undefined : await ticketNamed(occasion.scene, occasion.actor, typed);
  const taken = await takeEvidence(occasion, incoming, found && 'tickets' in found ? found.tickets[0] : undefined);
  const said = [answer, taken].flatMap((one) => (one?.say?.form === 'text' ? [one.say.text] : []));
  return answer?.say?.form === 'card' ? answer : say(said.join('\n'));
};

const respond = async (scene: PaperScene, incoming: Incoming, at: Date): Promise<Answer> => {
  const { county } = scene;
  const actor = county.personOn(incoming.platform, incoming.person);
  if (!actor) return respondToStranger(scene, incoming, at);
  const bound = incoming.chat === undefined || county.chat(incoming.platform, incoming.chat) !== undefined;
  const occasion = { scene, at, actor, incoming };
  if (!bound) return inUnboundGroup(occasion, incoming);
  if (incoming.kind === 'entered') {
    const mine = COMMANDS.filter((spec) => mayUse(actor, spec)).map((spec) => spec.name);
    return say(`${actor.name}，您好。发送“待办”查看等您处理的工单，可用命令：${mine.join('、')}。`);
  }
  if (incoming.kind === 'click') return respondToClick(occasion, incoming);
  if (incoming.attachments.length > 0) return withEvidence(occasion, incoming);
  return respondToLine(occasion, incoming.text, incoming.quote?.text);
};

/** Nothing new can be said inside a click's answer, nor a card inside an app's: these go out as letters at once. */
const shownInline = (incoming: Incoming, answer: Answer): boolean => {
  if (answer.say === undefined) return true;
  if (incoming.kind === 'click') return answer.replace !== undefined;
  return incoming.door !== 'wecom-app' || answer.say.form !== 'card';
};

const letterTo = (to: Recipient, answer: Answer, at: Date): Wanted => {
  const letter = answer.say ?? { form: 'text' as const, text: '' };
  const card = letter.form === 'card' ? letter.card : undefined;
  return { to, kind: card?.kind ?? 'text', letter, tickets: card?.tickets ?? [], at, urgent: true };
};

/**
 * The one door for everything that comes in from a chat (walk A): one unit of work; a repeat gets the stored answer;
 * the answer itself is kept, so that delivery can send it when the platform's window was missed.
 */
export const openReception =
  ({ archive, county, documents, readers, now }: Reception): Receive =>
  (arrived) =>
    archive.work(async (desk): Promise<Receival> => {
      const incoming = legibleIn(arrived);
      const at = now();
      const known = await desk.remember(incoming.dedupeKey, at, incoming);
      if (known.repeated)
        return { answer: known.answer, repeated: true, ...(known.answerId ? { answerId: known.answerId } : {}) };
      const present = county();
      const via = {
        door: incoming.door,
        ...(incoming.chat === undefined ? {} : { chat: incoming.chat }),
        message: incoming.dedupeKey,
      };
      const scene: PaperScene = {
        desk,
        documents,
        ...(readers ? { readers } : {}),
        county: present,
        via,
        ...(incoming.kind === 'click' ? { clicked: incoming.ref } : {}),
      };
      const answer = await respond(scene, incoming, at);
      const recipient = recipientOf(incoming, present);
      if (!shownInline(incoming, answer)) {
        await desk.want([letterTo(recipient, answer, at)]);
        await desk.keepAnswer(incoming.dedupeKey, {});
        return { answer: {}, repeated: false };
      }
      const answerId = await desk.keepAnswer(incoming.dedupeKey, answer, { recipient, reply: incoming.reply, at });
      return { answer, repeated: false, ...(answerId ? { answerId } : {}) };
    });
