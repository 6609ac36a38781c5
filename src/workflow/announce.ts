import { type Card, isTicketCardKind, type TicketCardKind } from '../cards/card.ts';
import { drawCard } from '../cards/draw.ts';
import { withRepeats } from '../cards/repeats.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { Change, Scene } from './act.ts';
import { callingClaimers } from './calling.ts';
import { burstHold, isQuiet, nextMorningPost, sparing } from './manners.ts';
import { type Notice, noticesFor } from './notices.ts';
import type { Recipient, StandingCard, Wanted } from './ports.ts';

/**
 * Tells people of a change: cards that stand are changed, new ones are wanted, held when manners say so. `at` is when it
 * became known here; the upstream may have dispatched hours before.
 */
export const announce = async (scene: Scene, change: Change, at: Date): Promise<void> => {
  if (change.events.length === 0) return;
  const standing = change.before ? await scene.desk.standing(change.after.no) : [];
  await redraw(scene, change.after, standing, at);
  const covered = (notice: Notice): boolean =>
    notice.kind === 'signOff' &&
    standing.some(({ card, to }) => card.kind === 'signOff' && sameRecipient(to, notice.to));
  for (const notice of noticesFor(change, scene.county)) {
    if (!covered(notice)) await post(scene, notice, change.after, at);
  }
};

/** Every card that can still be changed shows the present state; the one just clicked is changed by its answer. */
const redraw = async (scene: Scene, ticket: Ticket, standing: readonly StandingCard[], at: Date): Promise<void> => {
  const changed: { standing: StandingCard; card: Card }[] = [];
  for (const place of standing) {
    const { kind, ref } = place.card;
    if (ref === scene.clicked || !isTicketCardKind(kind)) continue;
    changed.push({
      standing: place,
      card: { ...(await drawTicketFor(scene, { kind, ticket, to: place.to, at })), ref },
    });
  }
  await scene.desk.change(changed);
};

/** The card as it is for this recipient. What waits for a department is the centre's: it reads whether it is a repeated appeal. */
export const drawTicketFor = async (
  scene: Scene,
  { kind, ticket, to, at }: { kind: TicketCardKind; ticket: Ticket; to: Recipient; at: Date },
): Promise<Card> => {
  const { desk, county } = scene;
  const card = drawCard(kind, ticket, { at, county }, audienceOf(to));
  if (kind !== 'toDispatch') return card;
  const repeats = await desk.analysis.repeatsOf(ticket.no, county.policy.analysis.repeated.days);
  return withRepeats(card, repeats, { at, county });
};

const post = async (scene: Scene, notice: Notice, ticket: Ticket, at: Date): Promise<void> => {
  const { desk } = scene;
  const card = await drawTicketFor(scene, { kind: notice.kind, ticket, to: notice.to, at });
  const hold = await holdFor(scene, notice, at);
  const wanted: Wanted = {
    occasion: `${notice.kind}:${ticket.no}:${notice.again}:${recipientKey(notice.to)}`,
    to: notice.to,
    kind: notice.kind,
    letter: { form: 'card', card },
    tickets: [ticket.no],
    at,
    urgent: notice.urgent,
    ...(hold ? { heldUntil: hold } : {}),
  };
  await desk.want(notice.kind === 'claimReminder' && !hold ? callingClaimers(scene.county, wanted, ticket) : [wanted]);
};

const holdFor = async (scene: Scene, notice: Notice, at: Date): Promise<Date | undefined> => {
  const { calendar, policy } = scene.county;
  const saving = scene.county.saves(notice.to.platform);
  const { manners, untilMorning } = saving
    ? sparing(notice, policy.manners)
    : { manners: policy.manners, untilMorning: false };
  if (!notice.urgent && (untilMorning || isQuiet(at, calendar, manners))) return nextMorningPost(at, calendar);
  const since = new Date(at.getTime() - policy.manners.burstMinutes * 60_000);
  // Urgent ones do not join what waits for saving's sake; many of them are a burst of their own.
  const which = saving && notice.urgent ? ([{ urgent: true }] as const) : [];
  return burstHold(at, await scene.desk.recent(notice.to, notice.kind, since, ...which), manners);
};

/** A group sees less than a person: whom a card is drawn for. */
export const audienceOf = (to: Recipient): { group: true } | { person: string } =>
  'chat' in to ? { group: true } : { person: to.personId };

export const recipientKey = (to: Recipient): string => `${to.platform}:${'chat' in to ? to.chat : to.person}`;
const sameRecipient = (a: Recipient, b: Recipient): boolean => recipientKey(a) === recipientKey(b);
